import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtins } from '../../src/shell/builtins/index.ts';
import { runScript } from '../../src/shell/loop.ts';
import { findSpec } from '../../src/spec/registry.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { parseWords } from '../support/parse-words.ts';
import { makeHost, ShellDriver } from '../support/shell-driver.ts';
import { memoryOf } from './fake-memory.ts';
import { type FakeContext, fakeVerbs } from './fake-verbs.ts';

function prepare(settings: { tty?: boolean; stdin?: string; columns?: number } = {}) {
  const runtime = makeRuntime(settings);
  const log: string[] = [];
  const context = (run: FakeContext['run']) => ({ log, run });
  const host = makeHost<FakeContext>({ runtime, verbs: fakeVerbs, context });
  return {
    runtime,
    log,
    host,
    run: (...lines: readonly string[]) => runScript(host, { lines, keepGoing: false }),
    write: (name: string, text: string) => writeFileSync(join(runtime.home, name), text),
  };
}

describe('the verbs of the shell', () => {
  it.each(builtins.map((spec) => [spec.name, spec] as const))('%s has examples that parse', (_name, spec) => {
    expect(spec.examples.length).toBeGreaterThan(0);
    expect(spec.about).toMatch(/^[a-z].{1,71}[^.]$/);
    for (const { line } of spec.examples) {
      const [statement] = tokenise(line).statements;
      if (statement?.kind !== 'verb') throw new Error(`no verb: ${line}`);
      const found = findSpec(
        builtins,
        statement.words.map(({ text }) => text),
      );
      expect(found?.spec).toBe(spec);
      parseWords(spec, statement.words.slice(1), { now: 0, source: statement.source });
    }
  });
});

describe('clear', () => {
  it('clears the screen and what has scrolled off it; a pipe gets nothing', async () => {
    const tty = prepare({ tty: true });
    await tty.run('clear; cls');
    expect(tty.runtime.out()).toBe('\u001b[H\u001b[2J\u001b[3J'.repeat(2));
    const pipe = prepare();
    await pipe.run('clear');
    expect(pipe.runtime.out()).toBe('');
  });
});

describe('words of other shells', () => {
  it.each([
    ['vi a', /hint: get FILE, edit it/],
    ['constructor', /hint: exec constructor runs a program of the sensor/],
  ])('%s says what to do instead', async (line, hint) => {
    const { run, runtime } = prepare();
    expect(await run(line)).toMatchObject({ exitCode: 2 });
    expect(runtime.err()).toMatch(hint);
    expect(runtime.err()).not.toContain('ban');
  });
});

describe('a name with blanks outside quotes', () => {
  it.each([
    ['ls C:\\Program Files\\a.txt', '"C:\\Program Files\\a.txt"'],
    ['reg query HKLM\\SOFTWARE\\Windows NT\\X', '"HKLM\\SOFTWARE\\Windows NT\\X"'],
    ['put C:\\My Files (x86)\\a', '"C:\\My Files (x86)\\a"'],
    ['ls C:\\a.txt b', undefined],
    ['ls C:\\a D:\\b', undefined],
    ['ls "C:\\a" b', undefined],
  ])('%s is recognised where the line fails', async (line, name) => {
    const { run, runtime } = prepare();
    expect(await run(line)).toMatchObject({ exitCode: 2 });
    if (name === undefined) expect(runtime.err()).not.toContain('quotes: "');
    else expect(runtime.err()).toContain(`hint: a name with blanks stands in quotes: ${name}\n`);
  });

  it('is not spoken of where the line succeeds, nor where something else is wrong', async () => {
    const { run, runtime } = prepare();
    await run('rm --yes C:\\Program Files');
    expect(runtime.err()).not.toContain('quotes');
    await run('ls --bogus C:\\Program Files');
    expect(runtime.err()).not.toContain('quotes');
  });
});

describe('help', () => {
  it('lists the verbs by group, those of the shell too', async () => {
    const { run, runtime } = prepare();
    await run('help');
    const lines = runtime.out().split('\n');
    expect(lines.filter((line) => /^\S/.test(line))).toEqual([
      'files',
      'processes',
      'registry',
      'session',
      'shell',
      'around a verb',
    ]);
    expect(runtime.out()).toMatch(/^ {2}ls \(dir\) +list a folder$/m);
    expect(runtime.out()).toMatch(/^ {2}reg query +list a key$/m);
    expect(runtime.out()).toMatch(/^ {2}exit \(quit\) +leave the shell/m);
  });

  it('shows one verb, as --help does, and the verbs below a word', async () => {
    const { run, runtime } = prepare();
    await run('help reg query');
    const shown = runtime.out();
    expect(shown).toMatch(/^reg query: list a key\n/);
    runtime.streams.out.clear();
    await run('help reg');
    expect(runtime.out()).toBe('registry\n  reg query  list a key\n');
    runtime.streams.out.clear();
    await run('reg query --help');
    expect(runtime.out()).toContain('reg query: list a key');
  });

  it('finds a verb by other words for it', async () => {
    const { run, runtime } = prepare();
    expect(await run('help bye')).toMatchObject({ exitCode: 2 });
    expect(runtime.err()).toContain('did you mean exit?');
  });

  it('goes into a file', async () => {
    const { run, runtime } = prepare();
    await run('help ls > f');
    expect(await runtime.files.readText('f')).toMatch(/^ls: list a folder\n/);
    expect(runtime.out()).toBe('');
  });
});

describe('set', () => {
  it('lists the settings with what they can be', async () => {
    const { run, runtime } = prepare();
    await run('set --json');
    expect(JSON.parse(runtime.out())[0]).toMatchObject({
      name: 'complete',
      value: 'on',
      from: 'default',
      choices: ['on', 'off'],
    });
  });

  it('says where a value comes from', async () => {
    const { runtime, host } = prepare();
    const started = { ...host, globals: { json: true, timeout: 30_000 } };
    await runScript(started, {
      lines: ['set times local', 'set --fields name,value,from -o tsv'],
      keepGoing: false,
    });
    const rows = runtime.out().split('\n');
    expect(rows).toContain('output\tjson\tcommand line');
    expect(rows).toContain('timeout\t30s\tcommand line');
    expect(rows).toContain('times\tlocal\tthis shell');
    expect(rows).toContain('exec\tauto\tdefault');
  });

  it('timeout is for the requests of each verb from then on', async () => {
    const { runtime, host } = prepare();
    const limits: unknown[] = [];
    const limited = { ...host, limitRequests: (ms: number | undefined) => void limits.push(ms) };
    await runScript(limited, {
      lines: ['ls', 'set timeout 5m; ls', 'set timeout auto; ls'],
      keepGoing: false,
    });
    expect(limits).toEqual([undefined, 300_000, undefined]);
    await runScript(limited, { lines: ['set timeout 0'], keepGoing: false });
    expect(runtime.err()).toContain('timeout can be auto, a duration such as 30s, not "0"\n');
  });

  it('expand and times decide how a table looks, and a pipe gets what it always gets', async () => {
    const { run, runtime } = prepare({ tty: true });
    await run('set expand on', 'ls', 'ls > f');
    expect(runtime.out()).toContain('- 1 -\nname  a.txt\n- 2 -\nname  b c.txt\n');
    expect(await runtime.files.readText('f')).toBe('a.txt\nb c.txt\n');
  });

  it('changes the format of results, which an option still overrides', async () => {
    const { run, runtime } = prepare();
    await run('set output ndjson', 'ls', 'ls -o csv');
    expect(runtime.out()).toBe('{"name":"a.txt"}\n{"name":"b c.txt"}\nname\na.txt\nb c.txt\n');
  });

  it("begins with the format of the program's command line, and can change it", async () => {
    const { runtime, host } = prepare();
    const json = { ...host, globals: { json: true } };
    await runScript(json, { lines: ['ls', 'set output tsv', 'ls'], keepGoing: false });
    expect(runtime.out()).toBe(
      '[\n{"name":"a.txt"},\n{"name":"b c.txt"}\n]\n{\n  "name": "output",\n  "value": "tsv"\n}\na.txt\nb c.txt\n',
    );
  });

  it('timestamps on says when a verb began, on stderr', async () => {
    const { run, runtime } = prepare();
    await run('set timestamps on', 'ls');
    expect(runtime.err()).toBe('timestamps is on\n2024-05-14 09:30:00Z\n');
  });

  it('confirm off answers the questions with yes', async () => {
    const { run, log } = prepare({ tty: true });
    await run('set confirm off', 'rm a');
    expect(log).toEqual(['rm a']);
  });

  it.each([
    [
      'set colour on',
      'unknown setting "colour"\nhint: there are complete, output, expand, pager, times, timestamps, timeout, prompt, exec, confirm\n',
    ],
    ['set outpu', 'unknown setting "outpu"\nhint: did you mean output?  set lists the settings\n'],
    ['set complete maybe', 'complete can be on, off, not "maybe"\n'],
  ])('refuses %j', async (line, words) => {
    const { run, runtime } = prepare();
    expect(await run(line)).toMatchObject({ exitCode: 2 });
    expect(runtime.err()).toBe(words);
  });
});

describe('source', () => {
  it('runs a file; its first failure ends it, and with it the script', async () => {
    const { run, log, runtime, write } = prepare();
    write('a.cblr', '# comment\nls one\r\n\nsource b.cblr\nls four\n');
    write('b.cblr', 'ls two\nfail\nls three');
    expect(await run('source a.cblr', 'ls five')).toMatchObject({ exitCode: 3 });
    expect(log).toEqual(['ls one', 'ls two']);
    expect(runtime.err()).toMatch(/stopped at line 2 of b\.cblr\nstopped at line 4 of a\.cblr\n$/);
  });

  it('ends at exit, and refuses a file that sources itself', async () => {
    const { run, log, runtime, write } = prepare();
    write('exit', 'ls one\nexit\nls two');
    await run('source exit', 'ls three');
    expect(log).toEqual(['ls one']);
    write('loop', 'source loop');
    expect(await run('source loop')).toMatchObject({ exitCode: 2, kind: 'Usage' });
    expect(runtime.err()).toContain('source is nested more than 16 deep: loop');
  });

  it('says that there is no such file', async () => {
    const { run } = prepare();
    expect(await run('source gone')).toMatchObject({ exitCode: 1, kind: 'LocalFile' });
  });
});

describe('the local directory', () => {
  it('is changed, shown and listed', async () => {
    const { run, runtime, write } = prepare();
    mkdirSync(join(runtime.home, 'cases'));
    write('cases/a\u001b[31m.txt', 'abc');
    expect(await run('lcd cases', 'lpwd', 'lls --json')).toMatchObject({ exitCode: 0 });
    const [path, ...json] = runtime.out().split('\n');
    expect(path).toBe(join(runtime.home, 'cases'));
    expect(JSON.parse(json.join('\n'))).toMatchObject([{ type: 'file', size: 3, name: 'a\u001b[31m.txt' }]);
    expect(runtime.out()).not.toContain('\u001b');
    runtime.streams.out.clear();
    await run('lcd', 'lpwd');
    expect(runtime.out()).toBe(`${runtime.home}\n`);
  });

  it('says what is not there', async () => {
    const { run } = prepare();
    expect(await run('lcd gone')).toMatchObject({ exitCode: 1, kind: 'LocalFile' });
    expect(await run('lls gone')).toMatchObject({ exitCode: 1, kind: 'LocalFile' });
  });
});

describe('time', () => {
  it('says how long a verb took, and ends as it did', async () => {
    const { run, runtime, log } = prepare();
    expect(await run('time ls "a b" -o json > f')).toMatchObject({ exitCode: 0 });
    expect(await runtime.files.readText('f')).toBe('[\n{"name":"a.txt"},\n{"name":"b c.txt"}\n]\n');
    expect(log).toEqual(['ls a b']);
    expect(runtime.err()).toBe('took 0 ms\n');
    expect(await run('time fail')).toMatchObject({ exitCode: 3 });
    expect(await run('time bogus')).toMatchObject({ exitCode: 2 });
    expect(await run('time "!x"')).toMatchObject({ exitCode: 2 });
  });
});

describe('watch', () => {
  it('runs again and again; without a terminal the first failure ends it', async () => {
    const { run, runtime, log } = prepare();
    expect(await run('watch --count 3 2 ls')).toMatchObject({ exitCode: 0 });
    expect(log).toEqual(['ls ', 'ls ', 'ls ']);
    expect(runtime.clock.monotonic()).toBe(4000);
    expect(runtime.out()).toBe('a.txt\nb c.txt\n'.repeat(3));
    expect(await run('watch 2 fail')).toMatchObject({ exitCode: 3 });
    expect(await run('watch 0 ls')).toMatchObject({ exitCode: 2 });
  });

  it('clears a terminal before each run, and ends at Ctrl-C without a failure', async () => {
    const runtime = makeRuntime({ tty: true, clock: 'manual' });
    const log: string[] = [];
    const driver = await ShellDriver.start<FakeContext>({
      runtime,
      verbs: fakeVerbs,
      context: (run) => ({ log, run }),
    });
    const line = driver.line('watch 2 ls C:\\');
    await runtime.clock.whenSleeping();
    expect(driver.takeOut()).toBe(
      '\u001b[H\u001b[2Jevery 2s: ls C:\\   2024-05-14 09:30:00Z\n\nNAME\na.txt\nb c.txt\n',
    );
    runtime.clock.advance(2000);
    await runtime.clock.whenSleeping();
    expect(driver.takeOut()).toContain('09:30:02Z');
    runtime.interrupt();
    expect(await line).toEqual({ exitCode: 0 });
    expect(log).toEqual(['ls C:\\', 'ls C:\\']);
  });
});

describe('history', () => {
  it('lists what was typed, numbered, and can be cleared', async () => {
    const runtime = makeRuntime({ tty: true, clock: 'manual' });
    const driver = await ShellDriver.start<FakeContext>({
      runtime,
      verbs: fakeVerbs,
      context: (run) => ({ log: [], run }),
    });
    await driver.line('ls one');
    await driver.line(' ls hidden');
    driver.takeOut();
    await driver.line('history -o tsv');
    expect(driver.takeOut()).toBe('1\tls one\n2\thistory -o tsv\n');
    await driver.line('history 1 -o tsv');
    expect(driver.takeOut()).toBe('3\thistory 1 -o tsv\n');
    await driver.line('history --clear');
    await driver.line('history -o tsv');
    expect(driver.takeOut()).toBe('1\thistory -o tsv\n');
  });
});

describe('set in an interactive shell', () => {
  it('what the command line says is not changed by what was kept', async () => {
    const { runtime, host } = prepare({ tty: true });
    const { verbs } = host;
    const { context } = host.sessions.current.session;
    const memory = memoryOf({ settings: { output: 'ndjson' } });
    const globals = { output: 'csv' } as const;
    const shell = await ShellDriver.start({ runtime, verbs, context, memory, globals });
    await shell.line('ls');
    expect(runtime.out()).toBe('name\na.txt\nb c.txt\n');
  });

  it('keeps a setting for later shells, but never confirm', async () => {
    const memory = memoryOf({ settings: { output: 'ndjson', confirm: 'off', complete: 'nonsense' } });
    const { runtime, host } = prepare({ tty: true });
    const { verbs } = host;
    const { context } = host.sessions.current.session;
    const shell = await ShellDriver.start({ runtime, verbs, context, memory });
    await shell.line('set complete off');
    await shell.line('set confirm off');
    await shell.line('set output');
    await shell.line('exit');
    await shell.ended;
    expect(memory.saved).toEqual([['settings', 'complete', 'off']]);
    expect(runtime.err()).toContain('complete is off, in later shells too\n');
    expect(runtime.out()).toContain('"ndjson"');
  });
});

describe('a file of lines as Notepad and PowerShell save it', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffls ä\r\nls two\r\n', 'utf8')],
    ['UTF-16LE', Buffer.from('\ufeffls ä\r\nls two\r\n', 'utf16le')],
    ['UTF-16BE', Buffer.from('\ufeffls ä\r\nls two\r\n', 'utf16le').swap16()],
  ])('in %s is sourced', async (_name, bytes) => {
    const { run, runtime, log } = prepare();
    writeFileSync(join(runtime.home, 'bom.txt'), bytes);
    expect(await run('source bom.txt')).toMatchObject({ exitCode: 0 });
    expect(log).toEqual(['ls ä', 'ls two']);
  });
});

describe('set in a narrow window', () => {
  it('shows every setting whole', async () => {
    const { run, runtime } = prepare({ tty: true, columns: 50 });
    await run('set');
    expect(runtime.out()).toContain('Tab may ask the sensor for paths, keys and pids');
    expect(runtime.out()).toContain('how results are printed (auto: table on a terminal, tsv elsewhere)');
  });
});

import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runScript, type ScriptOptions } from '../../src/shell/loop.ts';
import { makeRuntime, type RuntimeOptions } from '../support/make-runtime.ts';
import { type HostOptions, makeHost } from '../support/shell-driver.ts';
import { type FakeContext, fakeVerbs, lettingGo } from './fake-verbs.ts';

type Settings = RuntimeOptions &
  Partial<Omit<HostOptions<FakeContext>, 'runtime' | 'verbs' | 'context'>> &
  Partial<ScriptOptions>;

/** A shell without a terminal over the fake verbs. */
function prepare(settings: Settings = {}) {
  const { keepGoing = false, name, lines: _, ...rest } = settings;
  const runtime = makeRuntime(rest);
  const log: string[] = [];
  const host = makeHost<FakeContext>({
    ...rest,
    runtime,
    verbs: fakeVerbs,
    context: (run) => ({ log, run }),
  });
  const run = (...lines: readonly string[]) => runScript(host, { lines, keepGoing, name });
  return {
    runtime,
    log,
    host,
    run,
    at: (file: string) => join(runtime.home, file),
    read: (file: string) => readFileSync(join(runtime.home, file), 'utf8'),
  };
}

describe('lines', () => {
  it('run in their order; blank ones and comments are left out', async () => {
    const { run, log, runtime } = prepare();
    const end = await run('', '  # a comment', '#ls no', 'ls one; ls two', 'ls three');
    expect(end).toEqual({ exitCode: 0, leaving: 'exit' });
    expect(log).toEqual(['ls one', 'ls two', 'ls three']);
    expect(runtime.out()).toBe('a.txt\nb c.txt\n'.repeat(3));
    expect(runtime.err()).toBe('');
  });

  it('end at the first failure with its exit code, the rest of its line included', async () => {
    const { run, log, runtime } = prepare({ name: 'triage.cblr' });
    expect(await run('ls one', 'fail; ls two', 'ls three')).toMatchObject({ exitCode: 3, kind: 'NotFound' });
    expect(log).toEqual(['ls one']);
    expect(runtime.err()).toBe(
      'there is no \\u{1b}[31msuch file\nhint: look elsewhere\nstopped at line 2 of triage.cblr\n',
    );
  });

  it.each([
    ['ls one && ls two || ls three', ['one', 'two'], 0],
    ['fail && ls two || ls three', ['three'], 0],
    ['ls one || ls two && ls three', ['one', 'three'], 0],
    ['fail || fail && ls three; ls four', [], 3],
    ['fail || ls two; ls three', ['two', 'three'], 0],
  ])('%s: joined as in sh', async (line, ran, exitCode) => {
    const { run, log } = prepare();
    expect(await run(line)).toMatchObject({ exitCode });
    expect(log).toEqual(ran.map((word) => `ls ${word}`));
  });

  it('an exit code that is not ours decides before && and ||, and whose they are is said once', async () => {
    const { run, log, runtime } = prepare();
    expect(await run('runs; ls one')).toMatchObject({ exitCode: 0 });
    expect(await run('runs && ls no || ls two', 'runs || ls three')).toMatchObject({ exitCode: 0 });
    expect(log).toEqual(['runs', 'ls one', 'runs', 'ls two', 'runs', 'ls three']);
    expect(await prepare().run('runs && ls no')).toMatchObject({ exitCode: 5 });
    expect(runtime.err().match(/is of this shell/g)).toHaveLength(1);
  });

  it('go on with --keep-going, and end with the exit code of the first failure', async () => {
    const { run, log } = prepare({ keepGoing: true });
    expect(await run('fail; ls one', 'bogus', 'ls two')).toMatchObject({ exitCode: 3 });
    expect(log).toEqual(['ls one', 'ls two']);
  });

  it('exit and detach end the run', async () => {
    const first = prepare();
    expect(await first.run('ls one; exit; ls two', 'ls three')).toEqual({ exitCode: 0, leaving: 'exit' });
    expect(first.log).toEqual(['ls one']);
    expect(await prepare().run('detach', 'fail')).toEqual({ exitCode: 0, leaving: 'detach' });
  });

  it('come from stdin, the last one also without a line end', async () => {
    const { host, log } = prepare({ stdin: 'ls one\r\nls "two \u00e9"\n\nls three' });
    expect(await runScript(host, { lines: 'stdin', keepGoing: false })).toMatchObject({ exitCode: 0 });
    expect(log).toEqual(['ls one', 'ls two \u00e9', 'ls three']);
  });

  it('an exit leaves the rest of stdin alone', async () => {
    const { host, log, runtime } = prepare({ tty: false, stdin: 'ls one\nexit\nls two\n' });
    await runScript(host, { lines: 'stdin', keepGoing: false });
    expect(log).toEqual(['ls one']);
    expect(runtime.streams.in.destroyed).toBe(true);
  });

  it('the exit code of a program on the sensor is that of its verb', async () => {
    expect(await prepare().run('exec whoami')).toMatchObject({ exitCode: 7 });
  });

  it.each([
    ['exce', 2, 'unknown verb "exce"\nhint: did you mean exec?  help lists the verbs\n'],
    ['reg', 2, 'reg needs one of: query\nhint: help reg\n'],
    ['ls "a', 2, 'a quote is not closed: "a\nhint: close it, or put it inside the other kind: "it\'s"\n'],
    ['rm', 2, 'rm needs <path>: rm <path...>\n'],
    ['ls >', 2, /^> at column 4 needs the name of a local file behind it\n/],
  ])('%j is refused in words', async (line, exitCode, words) => {
    const { run, runtime, log } = prepare();
    expect(await run(line)).toMatchObject({ exitCode, kind: 'Usage' });
    if (typeof words === 'string') expect(runtime.err()).toBe(words);
    else expect(runtime.err()).toMatch(words);
    expect(log).toEqual([]);
  });

  it('a fault of ours asks for a report and shows no stack', async () => {
    const { run, runtime } = prepare();
    expect(await run('bug')).toMatchObject({ exitCode: 70, kind: 'Bug' });
    expect(runtime.err()).toContain('please report it');
    expect(runtime.err()).not.toContain('fake-verbs');
  });

  it('with JSON an error is one object on one line of stderr', async () => {
    const { run, runtime } = prepare();
    await run('fail --json');
    expect(JSON.parse(runtime.err())).toMatchObject({ error: { kind: 'NotFound', exit: 3 } });
  });

  it('a reader that has gone ends the run quietly with 0', async () => {
    const { run, runtime, log } = prepare();
    runtime.streams.out.closeReader();
    expect(await run('ls one', 'ls two')).toMatchObject({ exitCode: 0 });
    expect(log).toEqual(['ls one']);
    expect(runtime.err()).toBe('');
  });
});

describe('Ctrl-C in a script', () => {
  it('aborts the verb and ends the run with 130', async () => {
    const { run, runtime, log } = prepare({ keepGoing: true });
    const ending = run('linger', 'ls one');
    await until(() => log.includes('linger begins'));
    expect(runtime.interrupt()).toBe(true);
    expect(await ending).toMatchObject({ exitCode: 130, kind: 'Interrupted' });
    expect(log).toEqual(['linger begins', 'linger stops']);
    expect(runtime.err()).toBe('interrupted; command 4 was cancelled\n');
    expect(runtime.interrupt()).toBe(false);
  });

  it('a second one says that it is still waiting', async () => {
    const { run, runtime, log } = prepare();
    const ending = run('linger --slow');
    await until(() => log.includes('linger begins'));
    runtime.interrupt();
    runtime.clock.advance(1000);
    runtime.interrupt();
    expect(runtime.err()).toBe('still waiting for it to stop\n');
    lettingGo.shift()?.();
    expect(await ending).toMatchObject({ exitCode: 130 });
  });

  it('a stdin that nobody closes does not hold the end', async () => {
    const { host, runtime } = prepare({ tty: true });
    const ending = runScript(host, { lines: 'stdin', keepGoing: false });
    await new Promise((resolve) => setImmediate(resolve));
    runtime.interrupt();
    expect(await ending).toMatchObject({ exitCode: 130 });
  });

  it('being asked to end counts as that', async () => {
    const stop = new AbortController();
    const { CbError } = await import('../../src/errors/cb-error.ts');
    const { run, log } = prepare({ signal: stop.signal });
    const ending = run('linger --slow', 'ls one');
    await until(() => log.includes('linger begins'));
    stop.abort(new CbError('Terminated', 'asked to end'));
    lettingGo.shift()?.();
    expect(await ending).toMatchObject({ exitCode: 143 });
  });
});

describe('redirection', () => {
  it('writes as to a pipe, into a new file of mode 0600', async () => {
    const { run, read, at, runtime } = prepare({ tty: true });
    await run('ls > out.txt');
    expect(read('out.txt')).toBe('a.txt\nb c.txt\n');
    expect(statSync(at('out.txt')).mode & 0o777).toBe(0o600);
    expect(runtime.out()).toBe('');
  });

  it('overwrites with > and goes on with >>, also behind a link', async () => {
    const { run, read, at } = prepare();
    writeFileSync(at('old'), 'a much longer text than the new one\n'.repeat(10));
    symlinkSync(at('old'), at('link'));
    await run('ls > link', 'ls >> old', 'ls --json >> old');
    expect(read('old')).toBe('a.txt\nb c.txt\na.txt\nb c.txt\n[\n{"name":"a.txt"},\n{"name":"b c.txt"}\n]\n');
  });

  it.each([
    ['fail > FILE'],
    ['fail --json > FILE'],
    ['fail -o csv > FILE'],
    ['bogus > FILE'],
    ['rm a > FILE'],
    ['ls --fields bogus > FILE'],
    ['bug >> FILE'],
  ])('a verb that fails first leaves no empty file and truncates no old one: %s', async (line) => {
    const { run, read, at } = prepare();
    writeFileSync(at('old'), 'old');
    expect((await run(line.replace('FILE', 'old'))).exitCode).not.toBe(0);
    expect((await run(line.replace('FILE', 'new'))).exitCode).not.toBe(0);
    expect(read('old')).toBe('old');
    expect(existsSync(at('new'))).toBe(false);
  });

  it('what came before a failure is kept', async () => {
    const { run, read } = prepare();
    await run('fail 2 --json > f');
    expect(JSON.parse(read('f'))).toEqual([{ name: 'row 0' }, { name: 'row 1' }]);
  });

  it('a verb that succeeds without results makes an empty file', async () => {
    const { run, read, at } = prepare();
    writeFileSync(at('old'), 'old');
    await run('empty > new', 'empty > old');
    expect(read('new')).toBe('');
    expect(read('old')).toBe('');
  });

  it('takes bytes as they are', async () => {
    const { run, at } = prepare({ tty: true });
    await run('raw > f');
    expect([...readFileSync(at('f'))]).toEqual([0xff, 0x00, 0x1b]);
  });

  it('says that the file cannot be written', async () => {
    const { run, runtime } = prepare();
    expect(await run('ls > /dev/full')).toMatchObject({ exitCode: 1, kind: 'LocalFile' });
    expect(await run('ls > gone/f')).toMatchObject({ exitCode: 1, kind: 'LocalFile' });
    expect(
      runtime
        .err()
        .split('\n')
        .filter((line) => line.startsWith('cannot')),
    ).toEqual([
      'cannot write /dev/full: the disk is full',
      `cannot write ${runtime.home}/gone/f: no such file or folder`,
    ]);
  });
});

describe('local commands', () => {
  it('get what is piped into them, and their exit code is that of the line', async () => {
    const { run, runtime } = prepare({ allowLocal: true, commands: { 'grep x': { exitCode: 1 } } });
    expect(await run('ls | sort -r', 'ls | grep x', 'ls two')).toMatchObject({ exitCode: 1 });
    expect(runtime.started).toEqual([
      { line: 'sort -r', how: 'pipe', input: 'a.txt\nb c.txt\n' },
      { line: 'grep x', how: 'pipe', input: 'a.txt\nb c.txt\n' },
    ]);
    expect(runtime.err()).toBe('the local command grep x ended with exit code 1\n');
  });

  it('are not started where the verb fails first', async () => {
    const { run, runtime } = prepare({ allowLocal: true });
    await run('fail --json | sort');
    expect(runtime.started).toEqual([]);
  });

  it.each(['!rm -rf x', 'ls | sort'])('without a terminal %j needs --allow-local', async (line) => {
    const { run, runtime, log } = prepare();
    expect(await run(line)).toMatchObject({ exitCode: 2, kind: 'Usage' });
    expect(runtime.err()).toContain('hint: add --allow-local');
    expect(runtime.started).toEqual([]);
    expect(log).toEqual([]);
  });

  it('run as typed to the end of the line', async () => {
    const { run, runtime } = prepare({ tty: true, commands: { 'a; b | c > d': { exitCode: 5 } } });
    expect(await run('!a; b | c > d')).toMatchObject({ exitCode: 5 });
    expect(runtime.started).toEqual([{ line: 'a; b | c > d', how: 'run', input: '' }]);
  });

  it('exec -- takes the line to its end, also behind time', async () => {
    const { run, log, runtime } = prepare({ keepGoing: true });
    await run('exec -- dir | more > x; y', 'time exec -- a | b', 'exec a --json; ls one');
    expect(log).toEqual(['exec [dir | more > x; y]', 'exec [a | b]', 'exec [a --json]', 'ls one']);
    expect(runtime.started).toEqual([]);
  });
});

describe('effects', () => {
  it('what destroys needs --yes where nobody can be asked', async () => {
    const { run, log, runtime } = prepare();
    expect(await run('rm a')).toMatchObject({ exitCode: 2, kind: 'Usage' });
    expect(runtime.err()).toContain('hint: add --yes if it is meant');
    expect(await run('rm a --yes')).toMatchObject({ exitCode: 0 });
    expect(log).toEqual(['rm a']);
    expect(runtime.err()).toContain('removed a\n');
  });

  it('asks on a terminal, and a no is exit 2', async () => {
    const { run, log, runtime } = prepare({ tty: true, answers: [false, true] });
    expect(await run('rm a b')).toMatchObject({ exitCode: 2, kind: 'Declined' });
    expect(await run('rm c')).toMatchObject({ exitCode: 0 });
    expect(runtime.questions).toEqual(['remove 2 files?', 'remove 1 files?']);
    expect(log).toEqual(['rm c']);
  });

  it('an option can change the effect of a call', async () => {
    const { run, log } = prepare({ keepGoing: true });
    expect(await run('put a', 'put a --force')).toMatchObject({ kind: 'Usage' });
    expect(log).toEqual(['put a']);
  });

  it('a dry run asks nothing and tells the verb', async () => {
    const { run, log } = prepare({ tty: true });
    await run('rm a --dry-run', 'rm b -n');
    expect(log).toEqual(['rm a (dry)', 'rm b (dry)']);
  });

  it('a read-only profile refuses before the context is made', async () => {
    const { run, log, runtime } = prepare({ isReadonly: true, keepGoing: true });
    expect(await run('put a', 'rm a --yes', 'ls')).toMatchObject({ exitCode: 2, kind: 'ReadOnly' });
    expect(log).toEqual(['ls ']);
    expect(runtime.err()).toContain('put is refused: the profile is read-only');
  });

  it('a command object that the sensor does not offer is refused before the verb runs', async () => {
    const { run, log, runtime } = prepare({ supports: (name) => name !== 'reg enum key' });
    expect(await run('ls', 'reg query HKLM')).toMatchObject({ exitCode: 1, kind: 'Unsupported' });
    expect(log).toEqual(['ls ']);
    expect(runtime.err()).toContain('this sensor does not offer "reg enum key", which reg query needs');
  });
});

/** Lets the event loop turn until it is so. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

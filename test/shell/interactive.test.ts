import { describe, expect, it } from 'vitest';
import type { PromptParts } from '../../src/shell/shell-host.ts';
import { makeRuntime, type RuntimeOptions } from '../support/make-runtime.ts';
import { type HostOptions, ShellDriver } from '../support/shell-driver.ts';
import { type FakeContext, fakeVerbs, lettingGo } from './fake-verbs.ts';

type Settings = RuntimeOptions & Partial<Omit<HostOptions<FakeContext>, 'runtime' | 'verbs' | 'context'>>;

async function start(settings: Settings = {}) {
  const runtime = makeRuntime({ clock: 'manual', ...settings, tty: true });
  const log: string[] = [];
  const driver = await ShellDriver.start<FakeContext>({
    ...settings,
    runtime,
    verbs: fakeVerbs,
    context: (run) => ({ log, run }),
  });
  const logged = async (entry: string) => {
    while (!log.includes(entry)) await new Promise((resolve) => setImmediate(resolve));
  };
  return { runtime, log, driver, logged };
}

const up = '\u001b[A';
const ctrlC = '\u0003';
const ctrlD = '\u0004';

/** Of what sensors are asked on the way out. */
const until = expect.any(AbortSignal);

/** What a terminal shows of some output: no cursor movements or colours. */
const visible = (text: string) => text.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '').replaceAll('\r', '');

describe('the interactive shell', () => {
  it('shows host and directory, runs lines, and leaves with exit', async () => {
    const { driver, log } = await start();
    expect(visible(driver.takeErr())).toBe('HOST C:\\> ');
    expect(await driver.line('ls C:\\Windows\\Temp')).toEqual({ exitCode: 0 });
    expect(log).toEqual(['ls C:\\Windows\\Temp']);
    expect(driver.takeOut()).toBe('NAME\na.txt\nb c.txt\n');
    await driver.enter('exit');
    expect(await driver.ended).toEqual({ exitCode: 0, leaving: 'exit', until });
  });

  it('writes prompt and echo to stderr: stdout carries results only', async () => {
    const { driver } = await start();
    await driver.line('lpwd > f');
    await driver.line('status --json');
    expect(JSON.parse(driver.takeOut())).toEqual({ exit_code: 0 });
  });

  it('goes on behind a failure, and shows its exit code in the prompt and by status', async () => {
    const { driver, log } = await start();
    expect(await driver.line('fail; ls one')).toEqual({ exitCode: 0 });
    expect(log).toEqual(['ls one']);
    driver.takeErr();
    expect(await driver.line('fail')).toEqual({ exitCode: 3, kind: 'NotFound' });
    expect(visible(driver.takeErr())).toMatch(/hint: look elsewhere\nHOST C:\\ !3> $/);
    driver.takeOut();
    await driver.line('status -o tsv');
    expect(driver.takeOut()).toBe('exit_code\t3\nkind\tNotFound\n');
    expect(visible(driver.takeErr())).toMatch(/HOST C:\\> $/);
  });

  it('leaves with Ctrl-D, and when the input ends', async () => {
    const first = await start();
    await first.driver.keys(ctrlD);
    expect(await first.driver.ended).toEqual({ exitCode: 0, leaving: 'exit', until });
    const second = await start();
    second.runtime.streams.in.end();
    expect(await second.driver.ended).toEqual({ exitCode: 0, leaving: 'exit', until });
  });

  it('detach says that the session stays', async () => {
    const { driver } = await start();
    await driver.enter('detach');
    expect(await driver.ended).toEqual({ exitCode: 0, leaving: 'detach', until });
  });

  it('ends when the program is asked to', async () => {
    const stop = new AbortController();
    const { CbError } = await import('../../src/errors/cb-error.ts');
    const { driver } = await start({ signal: stop.signal });
    stop.abort(new CbError('Terminated', 'asked to end'));
    expect(await driver.ended).toEqual({ exitCode: 143, kind: 'Terminated', leaving: 'exit', until });
  });

  it('runs lines pasted in one piece one after the other, and keeps the last one for editing', async () => {
    const { driver, log, logged, runtime } = await start();
    runtime.streams.in.write('ls one\rls two\rls th');
    await logged('ls two');
    await driver.prompt();
    await driver.line('ree');
    expect(log).toEqual(['ls one', 'ls two', 'ls three']);
  });

  it('takes keys typed while a verb runs as the next line', async () => {
    const { driver, log, logged, runtime } = await start();
    await driver.enter('linger');
    await logged('linger begins');
    await driver.enter('ls two');
    expect(log).toEqual(['linger begins']);
    runtime.interrupt();
    await logged('ls two');
  });
});

describe('Ctrl-C', () => {
  it('at an empty prompt says how to leave and does not', async () => {
    const { driver } = await start();
    driver.takeErr();
    await driver.keys(ctrlC, ctrlC, ctrlC);
    expect(visible(driver.takeErr())).toBe('\nexit or Ctrl-D to leave\nHOST C:\\> '.repeat(3));
    expect(await driver.line('ls')).toEqual({ exitCode: 0 });
  });

  it('with text on the line clears it', async () => {
    const { driver, log } = await start();
    await driver.type('rm everything');
    await driver.keys('\u001b[D', '\u001b[D', ctrlC);
    expect(await driver.line('ls one')).toEqual({ exitCode: 0 });
    expect(log).toEqual(['ls one']);
    expect(visible(driver.takeErr())).not.toContain('to leave');
  });

  it('aborts the running verb and comes back to the prompt', async () => {
    const { driver, log, logged, runtime } = await start();
    const line = driver.line('linger; ls two');
    await logged('linger begins');
    runtime.interrupt();
    expect(await line).toEqual({ exitCode: 130, kind: 'Interrupted' });
    expect(log).toEqual(['linger begins', 'linger stops']);
    expect(visible(driver.takeErr())).toMatch(/interrupted; command 4 was cancelled\nHOST C:\\ !130> $/);
    expect(await driver.line('ls')).toEqual({ exitCode: 0 });
  });

  it('a second one while the verb is stopping says so and does not kill the shell', async () => {
    const { driver, logged, runtime } = await start();
    const line = driver.line('linger --slow');
    await logged('linger begins');
    runtime.interrupt();
    runtime.clock.advance(1000);
    runtime.interrupt();
    expect(visible(driver.takeErr())).toContain('still waiting for it to stop');
    lettingGo.shift()?.();
    expect(await line).toMatchObject({ exitCode: 130 });
    expect(await driver.line('ls')).toEqual({ exitCode: 0 });
  });

  it('sent as a signal while a line is edited is the key', async () => {
    const { driver, runtime } = await start();
    driver.takeErr();
    runtime.interrupt();
    await driver.keys();
    await new Promise((resolve) => setImmediate(resolve));
    expect(visible(driver.takeErr())).toContain('exit or Ctrl-D to leave');
  });

  it('at a question stops the verb', async () => {
    const { CbError } = await import('../../src/errors/cb-error.ts');
    const { driver, log } = await start({
      answers: [new CbError('Interrupted', 'interrupted at a question')],
    });
    expect(await driver.line('rm a')).toEqual({ exitCode: 130, kind: 'Interrupted' });
    expect(log).toEqual([]);
  });
});

describe('the terminal while a verb runs', () => {
  it('is not read and not raw, and is given back when the shell ends', async () => {
    const modes: boolean[] = [];
    const runtime = makeRuntime({ tty: true, clock: 'manual' });
    const input = Object.assign(runtime.streams.in, {
      setRawMode: (mode: boolean) => void modes.push(mode),
    });
    const log: string[] = [];
    const driver = await ShellDriver.start<FakeContext>({
      runtime,
      verbs: fakeVerbs,
      context: (run) => {
        log.push(`raw ${modes.at(-1)}, listeners ${input.listenerCount('data')}, paused ${input.isPaused()}`);
        return { log, run };
      },
    });
    expect(modes.at(-1)).toBe(true);
    await driver.line('ls');
    expect(log).toEqual(['raw false, listeners 0, paused true', 'ls ']);
    expect(modes.at(-1)).toBe(true);
    await driver.enter('exit');
    await driver.ended;
    expect(modes.at(-1)).toBe(false);
    expect(input.listenerCount('data') + input.listenerCount('end') + input.listenerCount('close')).toBe(0);
    expect(input.isPaused()).toBe(true);
    expect(runtime.interrupt()).toBe(false);
  });
});

describe('the prompt', () => {
  it('shows the label of the profile in front', async () => {
    const { driver } = await start({
      session: { host: 'WIN-EP7RMLTCLAJ', directory: 'C:\\Windows' },
      label: 'PRODUCTION',
    });
    expect(visible(driver.takeErr())).toBe('PRODUCTION WIN-EP7RMLTCLAJ C:\\Windows> ');
  });

  it('lets no escape sequence of a hostile sensor through', async () => {
    const { driver } = await start({
      env: { FORCE_COLOR: '1' },
      session: { host: 'evil\u001b]0;title\u0007\nfake>', directory: '/tmp/\u202egnp.exe\u009b2J' },
      label: 'A\u001b[8mB',
    });
    const shown = driver.takeErr();
    expect(visible(shown)).toContain('\\u{1b}');
    // Colours and cursor movements are ours; nothing of what the sensor sent is left raw.
    expect(visible(shown)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  it('leaves at least half of the line to type in', async () => {
    const { driver } = await start({
      columns: 80,
      session: { host: 'h'.repeat(300), directory: `C:\\${'deep\\'.repeat(200)}end` },
      label: 'L'.repeat(99),
    });
    const shown = visible(driver.takeErr());
    expect(shown.length).toBeLessThan(60);
    expect(shown).toMatch(/eep\\end> $/);
  });
});

describe("a prompt of one's own", () => {
  const parts = { user: 'mia', session: 7, openedMs: Date.UTC(2024, 4, 14, 9, 26), slots: '3/10' };
  const promptOf = async (template: string, given: Partial<PromptParts> = {}, columns = 100) => {
    const { session: id = 0, slots, case: caseName, host = 'HOST', ...more } = { ...parts, ...given };
    const session = { ...more, id, host };
    const { driver } = await start({
      columns,
      session,
      label: 'PROD',
      slots: () => slots,
      caseName: () => caseName,
    });
    await driver.line(`set prompt '${template}'`);
    return { driver, shown: visible(driver.takeErr()).split('\n').at(-1) };
  };

  it.each([
    ['{user}@{host} #{session} {age} {slots}>', 'mia@HOST #7 4m 00s 3/10> '],
    ['{label} {case} {jobs} {host} {failed}>', 'PROD HOST> '],
    ['{case} {host}> ', 'HOST> '],
    ['[{case}]{case}{host}', '[]HOST '],
    ['plain', 'plain '],
  ])('%j shows %j', async (template, shown) => {
    expect((await promptOf(template)).shown).toBe(shown);
  });

  it('counts the jobs that run, and says how the last line failed', async () => {
    const { driver } = await promptOf('{jobs} {failed}$');
    await driver.line('linger --held &');
    await driver.line('fail');
    expect(visible(driver.takeErr())).toMatch(/1 !3\$ $/);
    lettingGo.shift()?.();
  });

  const unknown = { user: undefined, openedMs: undefined, slots: undefined };
  it.each([
    ['{user}@{host} {age}>', 'HOST> '],
    ['{host}@{user} #{session}>', 'HOST #7> '],
    ['{user}:{age}@{host}/{slots}$', 'HOST$ '],
    ['{user}@{age} {host}>', 'HOST> '],
    ['{host}|{user}|{session}|{age}>', 'HOST|7> '],
  ])('%j leaves what nobody has said yet out with what joins it: %j', async (template, shown) => {
    expect((await promptOf(template, unknown)).shown).toBe(shown);
  });

  it('what it does not know is blank, and default is the usual one again', async () => {
    const { driver, shown } = await promptOf('{user} {age} {slots} {host}>', unknown);
    expect(shown).toBe('HOST> ');
    await driver.line('set prompt default');
    expect(visible(driver.takeErr())).toMatch(/\nPROD HOST C:\\> $/);
  });

  it('nothing of a host, user or case gets out of its place', async () => {
    const evil = '\u001b[31m{directory}\n\u202e'.repeat(40);
    const { shown = '' } = await promptOf('{host}|{user}|{case}|{slots}>', {
      host: evil,
      user: evil,
      case: evil,
      slots: evil,
    });
    expect(shown).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(shown.split('|')).toHaveLength(4);
    expect(shown).not.toContain('C:\\');
    expect(shown.length).toBeLessThan(80);
  });

  it('one that leaves no room for a line gives way to the usual one', async () => {
    const wide = 'x'.repeat(90);
    expect((await promptOf(`${wide}{host}>`)).shown).toBe('PROD HOST C:\\> ');
  });

  it.each([['{hsot}>'], ['{host>'], ['host}>'], ['{}>'], [' '], [`${'x'.repeat(201)}`]])(
    '%j is refused',
    async (template) => {
      const { driver } = await start();
      expect(await driver.line(`set prompt '${template}'`)).toMatchObject({ exitCode: 2 });
      expect(driver.takeErr()).toContain('prompt can be default, a template of {label} {host}');
    },
  );
});

describe('keys', () => {
  it('the arrow recalls lines, but no secret ones and none that begin with a blank', async () => {
    const { driver, log } = await start();
    await driver.line('ls one');
    await driver.line('ls one');
    await driver.line('exec net user bob --password hunter2');
    await driver.line(' ls hidden');
    log.length = 0;
    const done = driver.done();
    await driver.keys(up, '\r');
    await done;
    expect(log).toEqual(['ls one']);
  });
});

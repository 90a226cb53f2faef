import { describe, expect, it } from 'vitest';
import type { StartupFile } from '../../src/shell/startup.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { ShellDriver } from '../support/shell-driver.ts';
import { memoryOf } from './fake-memory.ts';
import { type FakeContext, fakeVerbs } from './fake-verbs.ts';

async function start(...startupFiles: readonly StartupFile[]) {
  const runtime = makeRuntime({ tty: true, clock: 'manual' });
  const log: string[] = [];
  const memory = memoryOf({ settings: { output: 'csv' }, aliases: { l: 'ls kept' } });
  const driver = await ShellDriver.start<FakeContext>({
    runtime,
    verbs: fakeVerbs,
    context: (run) => ({ log, run }),
    memory,
    startupFiles,
  });
  return { runtime, log, memory, driver, said: driver.takeErr() };
}

describe('a startup file', () => {
  it('says how the shell begins, over what was kept, and says nothing itself', async () => {
    const text = '# mine\r\nset output ndjson\n\nalias l = ls one\n';
    const { driver, log, said, memory } = await start(
      { path: '/rc', text },
      { path: '/rc-prod', text: 'alias p = ls two' },
    );
    expect(said).not.toMatch(/output|alias/);
    await driver.line('l; p');
    expect(log).toEqual(['ls one', 'ls two']);
    expect(driver.takeOut()).toContain('{"name":"a.txt"}\n');
    await driver.line('set output -o tsv; alias -o tsv');
    expect(driver.takeOut()).toMatch(/from\t\/rc:2\n.*\nl\t\/rc:4\tls one\np\t\/rc-prod:1\tls two\n/s);
    expect(memory.saved).toEqual([]);
  });

  it('is named where something it says is changed: later shells begin with it again', async () => {
    const { driver, memory } = await start({ path: '/rc', text: 'set output ndjson\nalias l = ls one' });
    await driver.line('set output tsv; unalias l');
    const said = driver.takeErr();
    expect(said).toContain('output is tsv in this shell: /rc:1 sets it in later ones\n');
    expect(said).toContain('l is no alias in this shell: /rc:2 sets it in later ones\n');
    expect(memory.saved).toEqual([]);
  });

  it.each([
    ['rm everything', 'may hold alias, unalias, set, lcd and nothing else'],
    ['!curl example.com', 'may hold alias'],
    ['set output csv > f', 'may hold alias'],
    ['set output csv | sh', 'may hold alias'],
    ['alias x = ls; rm a', 'may hold alias'],
    ['set colour on', 'unknown setting "colour"\nhint: '],
    ['set confirm off', 'confirm is set in each shell anew'],
    ['lcd gone', 'gone'],
    ['alias x = "ls', 'a quote is not closed'],
    ['alias \u001b[31m = ls', 'cannot be the name of an alias'],
  ])('%j is told with its place, and its other lines count', async (line, words) => {
    const { driver, log, said, runtime } = await start({
      path: '/home/a/shellrc',
      text: `\n${line}\nalias l = ls one`,
    });
    expect(said).toContain('/home/a/shellrc:2: ');
    expect(said).toContain(words);
    expect(said).not.toContain('\u001b[31m');
    expect(runtime.started).toEqual([]);
    await driver.line('l');
    expect(log).toEqual(['ls one']);
  });

  it('that cannot be trusted is named and left alone; one full of faults is left', async () => {
    const text = 'bogus\n'.repeat(50);
    const { said } = await start({ path: '/rc', fault: 'belongs to another user' }, { path: '/rc2', text });
    expect(said).toContain('/rc was not read: it belongs to another user\n');
    expect(said.match(/\/rc2:\d+: /g)).toHaveLength(5);
    expect(said).toContain('/rc2: its other lines were left out\n');
  });
});

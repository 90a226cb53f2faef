import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Aliases } from '../../src/shell/aliases.ts';
import { runScript } from '../../src/shell/loop.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { makeHost, ShellDriver } from '../support/shell-driver.ts';
import { memoryOf } from './fake-memory.ts';
import { type FakeContext, fakeVerbs } from './fake-verbs.ts';

function prepare() {
  const runtime = makeRuntime();
  const log: string[] = [];
  const host = makeHost<FakeContext>({ runtime, verbs: fakeVerbs, context: (run) => ({ log, run }) });
  return { runtime, log, run: (...lines: string[]) => runScript(host, { lines, keepGoing: true }) };
}

async function start(options: Partial<Parameters<typeof ShellDriver.start<FakeContext>>[0]> = {}) {
  const runtime = makeRuntime({ tty: true, clock: 'manual' });
  const log: string[] = [];
  const driver = await ShellDriver.start<FakeContext>({
    runtime,
    verbs: fakeVerbs,
    context: (run) => ({ log, run }),
    ...options,
  });
  return { runtime, log, driver };
}

describe('an alias', () => {
  it.each([
    ['alias l = ls', 'l one', ['ls one']],
    ['alias l=ls', 'l one', ['ls one']],
    ["alias 'l=ls one'", 'l', ['ls one']],
    ["alias two = 'ls one; ls two'", 'two', ['ls one', 'ls two']],
    ['alias l = ls', 'fail || l one && l two; l three', ['ls one', 'ls two', 'ls three']],
    ['alias l = ls', 'time l one', ['ls one']],
    ['alias ls = ls one', 'ls', ['ls one']],
    ['alias l = exec --', 'l a | b; l c', ['exec [a | b; l c]']],
    ['alias l = ls C:\\Temp', 'l', ['ls C:\\Temp']],
  ])('%s: %s', async (alias, line, ran) => {
    const { run, log } = prepare();
    await run(alias, line);
    expect(log).toEqual(ran);
  });

  it('is a plain word in quotes, behind the first, and in the text of a local command', async () => {
    const { run, log, runtime } = prepare();
    await run('alias l = ls one', 'alias ls = exec x', '"ls" l', '"l"');
    expect(log).toEqual(['ls l']);
    expect(runtime.err()).toContain('unknown verb "l"');
  });

  it('goes in no circle, and makes no line that grows without end', async () => {
    const { run, log, runtime } = prepare();
    await run('alias a = b one', 'alias b = a two', 'a');
    expect(runtime.err()).toContain('unknown verb "a"');
    const doubling = Array.from({ length: 30 }, (_, at) => `alias d${at} = 'd${at + 1}; d${at + 1}'`);
    await run(...doubling, 'd0');
    expect(runtime.err()).toMatch(/the alias d\d+ makes a line that is too long/);
    expect(log).toEqual([]);
  });

  it.each([
    ['alias 5 = ls', '"5" cannot be the name of an alias'],
    ['alias alias = ls', '"alias" cannot be the name of an alias'],
    ['alias l =', 'the alias l stands for nothing'],
    ['alias l ls', 'alias wants a = behind l: alias l = ls'],
    ['alias l', 'no alias "l"'],
    ['unalias l', 'no alias "l"'],
    [`alias l = '${'x'.repeat(5000)}'`, 'is too long'],
  ])('%s is refused', async (line, words) => {
    const { run, runtime } = prepare();
    expect(await run(line)).toMatchObject({ exitCode: 2 });
    expect(runtime.err()).toContain(words);
  });

  it('is listed, shown and taken away', async () => {
    const { run, runtime } = prepare();
    await run('alias l = ls one', "alias both = 'l; l'", 'alias -o tsv', 'alias l -o json', 'unalias l', 'l');
    expect(runtime.out()).toContain('both\tthis shell\tl; l\nl\tthis shell\tls one\n');
    expect(runtime.err()).toContain('l is no alias\nunknown verb "l"');
  });

  it('is known to help and to "did you mean"', async () => {
    const { run, runtime } = prepare();
    await run('alias listing = ls one', 'help', 'help listing', 'listin');
    expect(runtime.out()).toMatch(/\naliases\n {2}listing +ls one\n/);
    expect(runtime.out()).toMatch(/\naliases\n {2}listing +ls one\n\nls: list a folder\n/);
    expect(runtime.err()).toContain('did you mean listing?');
  });

  it('any aliases: a line written out is never longer than its bound, and comes to an end', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const line = fc.stringMatching(/^[abc]( [abc;|&]){0,4}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, line)), line, (made, typed) => {
        const aliases = new Aliases();
        aliases.takeKept(Object.fromEntries(made));
        expect(aliases.expand(typed, {}).length).toBeLessThan(5000);
      }),
    );
  });
});

describe('aliases of an interactive shell', () => {
  it('are kept for later shells, but for what holds a secret', async () => {
    const memory = memoryOf({ aliases: { l: 'ls one', '5': 'ls', bad: 7, esc: 'ls \u001b[31m' } });
    const { driver, log } = await start({ memory });
    await driver.line('l');
    expect(log).toEqual(['ls one']);
    await driver.line('alias -o tsv');
    expect(driver.takeOut()).toMatch(/\nl\tkept\tls one\n$/);
    await driver.line('alias p = ls two');
    expect(driver.takeErr()).toContain('p is ls two, in later shells too\n');
    await driver.line('alias s = exec net use /user:x password=hunter2');
    await driver.line('unalias l');
    expect(memory.saved).toEqual([
      ['aliases', 'p', 'ls two'],
      ['aliases', 'l', undefined],
    ]);
  });

  it('are completed by Tab, and so is what is typed behind one', async () => {
    const providers = { remotePath: () => ['C:\\Temp\\', 'C:\\Users\\'] };
    const { driver, log } = await start({ providers });
    await driver.line('alias listing = ls --long');
    await driver.type('listi');
    await driver.tab();
    await driver.type('C:\\T');
    await driver.tab();
    await driver.line('');
    expect(log).toEqual(['ls C:\\Temp\\']);
    await driver.type('unalias list');
    await driver.tab();
    await driver.line('');
    expect(driver.takeErr()).toContain('listing is no alias');
  });
});

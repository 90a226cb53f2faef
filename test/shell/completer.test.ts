import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import type { ShellSession } from '../../src/shell/sessions/shell-session.ts';
import type { CompletionProviders } from '../../src/spec/completion-values.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { ShellDriver } from '../support/shell-driver.ts';
import { type FakeContext, fakeVerbs } from './fake-verbs.ts';

const tree: Readonly<Record<string, readonly string[]>> = {
  '': ['Program Files\\', 'pagefile.sys', 'Users\\', 'Windows\\'],
  'Windows\\': ['Windows\\System32\\', 'Windows\\SysWOW64\\', 'Windows\\Temp\\'],
  'Program Files\\': [
    "Program Files\\it's here.txt",
    'Program Files\\\u001b[31mred.txt',
    'Program Files\\\u202etxt',
  ],
};

async function start(providers?: CompletionProviders, session: Partial<ShellSession<FakeContext>> = {}) {
  const runtime = makeRuntime({ tty: true, clock: 'manual' });
  const log: string[] = [];
  const asked: string[] = [];
  const driver = await ShellDriver.start<FakeContext>({
    runtime,
    verbs: fakeVerbs,
    context: (run) => ({ log, run }),
    session,
    providers: providers ?? {
      remotePath: async (word) => {
        asked.push(word);
        return tree[word] ?? [];
      },
    },
  });
  /** Types text, presses Tab, Enter, and gives what the verbs got. */
  const tabbed = async (...typed: readonly string[]) => {
    log.length = 0;
    for (const [index, text] of typed.entries()) {
      if (index > 0) await driver.tab();
      await driver.type(text);
    }
    await driver.line('');
    return log;
  };
  return { runtime, driver, asked, tabbed, log };
}

describe('Tab', () => {
  it('inserts no half of a character that two names begin with', async () => {
    const files = ['a\u{1f600}.txt', 'a\u{1f601}.txt'];
    const { tabbed } = await start({ remotePath: async () => files });
    expect(await tabbed('ls a', '')).toEqual(['ls a']);
    expect(await tabbed('ls ', '')).toEqual(['ls a']);
  });

  it('completes verbs, with a blank behind them', async () => {
    const { tabbed } = await start();
    expect(await tabbed('l', 's x')).toEqual(['ls x']);
    expect(await tabbed('exe', 'whoami')).toEqual(['exec [whoami]']);
  });

  it('completes remote paths without regard to case, quoted where needed', async () => {
    const { tabbed } = await start();
    expect(await tabbed('ls win', 'te', '')).toEqual(['ls Windows\\Temp\\']);
    expect(await tabbed('ls prog', '')).toEqual(['ls Program Files\\']);
    expect(await tabbed('ls prog', 'i', '')).toEqual(["ls Program Files\\it's here.txt"]);
    expect(await tabbed('ls "Program Files\\i', '')).toEqual(["ls Program Files\\it's here.txt"]);
  });

  it('inserts what the candidates share, then lists them by their last names', async () => {
    const { driver } = await start();
    await driver.type('ls Windows\\s');
    await driver.tab();
    driver.takeErr();
    await driver.tab();
    expect(driver.takeErr()).toContain('System32\\  SysWOW64\\\r\n');
  });

  it('offers no name that could harm the terminal', async () => {
    const { driver } = await start();
    await driver.type('ls "Program Files\\');
    driver.takeErr();
    await driver.tab();
    const shown = driver.takeErr();
    expect(shown).toContain("it's here.txt");
    expect(shown).not.toContain('red.txt');
    expect(shown).not.toContain('\u202e');
  });

  it('asks once for a folder, again after 30 s, and again after a verb that may have changed something', async () => {
    const { driver, asked, runtime } = await start();
    await driver.type('ls win');
    await driver.tab();
    await driver.keys('\u0003', ...'ls us');
    await driver.tab();
    expect(asked).toEqual(['']);
    runtime.clock.advance(30_001);
    await driver.keys('\u0003', ...'ls win');
    await driver.tab();
    expect(asked).toEqual(['', '']);
    await driver.keys('\u0003');
    await driver.line('ls');
    await driver.type('ls win');
    await driver.tab();
    expect(asked).toEqual(['', '']);
    await driver.keys('\u0003');
    await driver.line('put a');
    await driver.type('ls win');
    await driver.tab();
    expect(asked).toEqual(['', '', '']);
  });

  it('waits for the sensor at most 2 s; what comes later is there for the next Tab', async () => {
    const asked = Promise.withResolvers<readonly string[]>();
    const words: string[] = [];
    const { driver, runtime } = await start({
      remotePath: (word) => {
        words.push(word);
        return asked.promise;
      },
    });
    await driver.type('ls win');
    const tab = driver.tab();
    await runtime.clock.whenSleeping();
    runtime.clock.advance(2000);
    await tab;
    expect(driver.takeErr()).toContain('no answer from the sensor within 2 s');
    asked.resolve(['Windows\\']);
    await driver.tab();
    expect(driver.takeErr()).toContain('ls Windows\\');
    expect(words).toEqual(['']);
  });

  it('takes back what came too late for a Tab once a line runs, and asks again', async () => {
    const words: string[] = [];
    const aborted: string[] = [];
    const { driver, runtime } = await start({
      remotePath: (word, signal) => {
        words.push(word);
        const { promise, reject } = Promise.withResolvers<readonly string[]>();
        signal.addEventListener('abort', () => {
          aborted.push(word);
          reject(signal.reason);
        });
        return promise;
      },
    });
    for (const times of [1, 2]) {
      await driver.type('ls x');
      const tab = driver.tab();
      await runtime.clock.whenSleeping();
      runtime.clock.advance(2000);
      await tab;
      expect(aborted).toHaveLength(times - 1);
      await driver.line('');
      expect(aborted).toHaveLength(times);
    }
    expect(words).toEqual(['', '']);
  });

  it('with set complete off asks the sensor nothing, but still knows verbs and options', async () => {
    const { driver, asked, tabbed } = await start();
    await driver.line('set complete off');
    expect(await tabbed('ls win', '')).toEqual(['ls win']);
    expect(asked).toEqual([]);
    expect(await tabbed('pu', 'a --fo', '--yes')).toEqual(['put a']);
  });

  it('completes the verb behind time and watch', async () => {
    const { tabbed } = await start();
    expect(await tabbed('time ls win', '')).toEqual(['ls Windows\\']);
    expect(await tabbed('watch --count 1 2 exe', 'x')).toEqual(['exec [x]']);
  });

  it('completes local paths where one is wanted, also behind >', async () => {
    const { tabbed, runtime } = await start();
    mkdirSync(join(runtime.home, 'cases'));
    writeFileSync(join(runtime.home, 'cases', 'my notes.txt'), '');
    expect(await tabbed('put ca', 'my', '')).toEqual(['put cases/my notes.txt']);
    await tabbed('ls > cas', 'out');
    expect(await runtime.files.readText('cases/out')).toBe('a.txt\nb c.txt\n');
  });

  it('offers nothing behind a pipe or !, and nothing when a provider fails', async () => {
    const { tabbed, asked } = await start({
      remotePath: () => {
        throw new CbError('SessionLost', 'session lost');
      },
    });
    expect(await tabbed('ls win', '')).toEqual(['ls win']);
    expect(asked).toEqual([]);
  });

  it('says so when Tab itself fails, and keeps the line', async () => {
    const { driver, log } = await start({
      remotePath: () => Promise.reject(new TypeError('x is undefined')),
    });
    await driver.type('ls win');
    await driver.tab();
    expect(driver.takeErr()).toContain('Tab failed: TypeError: x is undefined\r\n');
    await driver.line('');
    expect(log).toEqual(['ls win']);
  });

  it('completes settings and their values', async () => {
    const { driver } = await start();
    await driver.type('set output ');
    await driver.tab();
    await driver.tab();
    const listed = driver.takeErr();
    expect(listed).toContain('ndjson');
    expect(listed).not.toContain('off');
    await driver.keys('\u0003');
    await driver.type('set compl');
    await driver.tab();
    await driver.type('of');
    await driver.tab();
    await driver.line('');
    driver.takeOut();
    await driver.line('set complete --json');
    expect(JSON.parse(driver.takeOut())).toMatchObject({ name: 'complete', value: 'off' });
  });
});

describe('a look ahead', () => {
  const ours = { isOurs: true };
  /** A sensor that answers when it is let, and hears when it is not wanted any more. */
  function slow() {
    const asked: { readonly word: string; readonly signal: AbortSignal; readonly answer: () => void }[] = [];
    const remotePath: CompletionProviders['remotePath'] = (word, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      asked.push({ word, signal, answer: () => resolve(tree[word] ?? []) });
      return promise;
    };
    return { asked, remotePath };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('begins where nobody types for 300 ms, and Tab has its answer', async () => {
    const { driver, asked, runtime, tabbed } = await start(undefined, ours);
    runtime.clock.advance(200);
    await driver.type('ls ');
    runtime.clock.advance(200);
    expect(asked).toEqual([]);
    runtime.clock.advance(101);
    await turn();
    expect(asked).toEqual(['']);
    expect(await tabbed('win', '')).toEqual(['ls Windows\\']);
    expect(asked).toEqual(['']);
  });

  it('looks again where what is known is older than 30 s, or may be other by now', async () => {
    const { driver, asked, runtime } = await start(undefined, ours);
    const idle = async () => {
      runtime.clock.advance(301);
      await turn();
    };
    await idle();
    await driver.line('ls');
    await idle();
    expect(asked).toHaveLength(1);
    await driver.line('put a');
    await idle();
    expect(asked).toHaveLength(2);
    runtime.clock.advance(30_000);
    await driver.type('ls');
    await idle();
    expect(asked).toHaveLength(3);
  });

  it('is shared by a Tab that comes meanwhile, and taken back by the next line', async () => {
    const { asked, remotePath } = slow();
    const { driver, runtime } = await start({ remotePath }, ours);
    runtime.clock.advance(301);
    await turn();
    expect(asked).toHaveLength(1);
    await driver.type('ls win');
    const tab = driver.tab();
    await turn();
    expect(asked).toHaveLength(1);
    asked[0]?.answer();
    await tab;
    await driver.line('');
    await driver.line('put a');
    runtime.clock.advance(301);
    await turn();
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await driver.line('ls');
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });

  it.each<[string, Partial<ShellSession<FakeContext>>, string]>([
    ['in a session that was there before', {}, 'ls'],
    ['with set complete off', ours, 'set complete off'],
    ['while a job of ours keeps the sensor busy', ours, 'program &'],
  ])('is not had %s', async (_what, session, line) => {
    const { driver, asked, runtime } = await start(undefined, session);
    await driver.line(line);
    runtime.clock.advance(301);
    await turn();
    expect(asked).toEqual([]);
  });

  it('that fails says nothing, and Tab asks anew', async () => {
    let count = 0;
    const { driver, runtime, tabbed } = await start(
      {
        remotePath: async () => {
          count += 1;
          if (count === 1) throw new CbError('SessionLost', 'session lost');
          return tree[''] ?? [];
        },
      },
      ours,
    );
    driver.takeErr();
    runtime.clock.advance(301);
    await turn();
    expect(driver.takeErr()).toBe('');
    expect(await tabbed('ls win', '')).toEqual(['ls Windows\\']);
  });
});

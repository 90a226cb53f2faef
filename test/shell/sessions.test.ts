import { beforeEach, describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import type { RunOptions } from '../../src/run/run-call.ts';
import type { FindSensor } from '../../src/shell/sessions/sessions.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { makeShellSession, ShellDriver } from '../support/shell-driver.ts';
import { type FakeContext, fakeVerbs, programs } from './fake-verbs.ts';

beforeEach(() => {
  programs.length = 0;
});

const hosts: Readonly<Record<string, { readonly sensorId: number; readonly host: string }>> = {
  '11': { sensorId: 11, host: 'devr-test' },
  '12': { sensorId: 12, host: 'dev-two' },
};

/** A shell on HOST, from which two other sensors can be reached; what verbs do is logged with where they do it. */
async function start(answers: readonly unknown[] = []) {
  const runtime = makeRuntime({ clock: 'manual', tty: true, answers });
  const log: string[] = [];
  const left: string[] = [];
  const asked: string[] = [];
  const on = (host: string) => ({
    context: (run: RunOptions): FakeContext => ({
      run,
      get log() {
        return { push: (text: string) => log.push(`${host}: ${text}`) } as unknown as string[];
      },
    }),
    providers: {
      remotePath: (word: string) => {
        asked.push(`${host} ${word}`);
        return [`${host}.txt`];
      },
    },
    leave: async ({ keep }: { readonly keep: boolean }) =>
      void left.push(`${host}${keep ? ' stays open' : ''}`),
  });
  const find: FindSensor<FakeContext> = async (word) => {
    const known = hosts[word];
    if (known === undefined) throw new CbError('NotFound', `no sensor "${word}"`);
    const { sensorId, host } = known;
    return {
      sensorId,
      open: async () => makeShellSession({ ...on(host), sensorId, host, id: sensorId + 100, directory: '/' }),
    };
  };
  const { context, ...session } = on('HOST');
  const driver = await ShellDriver.start<FakeContext>({ runtime, verbs: fakeVerbs, context, session, find });
  const said = async (line: string) => {
    driver.takeErr();
    await driver.line(line);
    return visible(driver.takeErr());
  };
  return { driver, runtime, log, left, asked, said };
}

const visible = (text: string) => text.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '').replaceAll('\r', '');

describe('several sessions of one shell', () => {
  it('are gone to by connect and use, and the prompt says which one it is where there are several', async () => {
    const { said, log } = await start();
    expect(await said('connect 11')).toMatch(/2:devr-test \/> $/);
    await said('ls a');
    expect(await said('use host')).toMatch(/1:HOST C:\\> $/);
    await said('ls b');
    expect(log).toEqual(['devr-test: ls a', 'HOST: ls b']);
    expect(await said('disconnect 2')).toMatch(/\nHOST C:\\> $/);
  });

  it('are addressed line by line with @, and the prompt stays where it is', async () => {
    const { driver, said, log } = await start();
    await said('connect 11');
    await said('use 1');
    expect(await said('@2 ls a ; ls b ; time @devr ls c ; @devr-test time ls d')).toMatch(/1:HOST C:\\> $/);
    expect(log).toEqual(['devr-test: ls a', 'HOST: ls b', 'devr-test: ls c', 'devr-test: ls d']);
    driver.takeOut();
    await said('@2 ls > on-two.txt');
    expect(driver.takeOut()).toBe('');
    await said('"@2" ls');
    expect(log.at(-1)).toBe('devr-test: ls ');
  });

  it.each([
    ['@7 ls', 'no session "7" in this shell\nhint: this shell has 1 HOST, 2 devr-test, 3 dev-two;'],
    ['@dev ls', '"dev" is several sessions\nhint: this shell has 2 devr-test, 3 dev-two;'],
    ['@2', '@2 wants a verb behind it\nhint: use 2 goes there'],
    ['@2 set output', 'set is of the shell and goes to no sensor\nhint: without @2; use 2 goes there'],
    ['use 9', 'no session "9" in this shell'],
    ['connect 99', 'no sensor "99"'],
  ])('%s is refused in words, and the rest of the line goes on', async (line, words) => {
    const { said, log } = await start();
    await said('connect 11');
    await said('connect 12');
    expect(await said(`${line} ; ls on`)).toContain(words);
    expect(log).toEqual(['dev-two: ls on']);
  });

  it('on one sensor are one: connect goes to the one that is there', async () => {
    const { said, driver } = await start();
    await said('connect 11');
    await said('use 1');
    expect(await said('connect 11')).toMatch(/session 2 is on devr-test already\n2:devr-test \/> $/);
    driver.takeOut();
    await said('use -o tsv');
    expect(driver.takeOut()).toBe('1\tfalse\t10\tHOST\t1\t0\tC:\\\n2\ttrue\t11\tdevr-test\t111\t0\t/\n');
  });

  it('keep their numbers, and lines go to the one used before where one is left', async () => {
    const { said, left } = await start();
    for (const line of ['connect 11', 'connect 12', 'use 2']) await said(line);
    expect(await said('disconnect')).toMatch(/3:dev-two \/> $/);
    expect(await said('connect 11')).toMatch(/4:devr-test \/> $/);
    expect(await said('disconnect --keep dev-two')).toMatch(/4:devr-test \/> $/);
    await said('disconnect host');
    expect(left).toEqual(['devr-test', 'dev-two stays open', 'HOST']);
    expect(await said('disconnect')).toContain(
      'it is the only session of this shell\nhint: exit leaves both',
    );
  });
});

describe('jobs', () => {
  it('belong to their sensor, and say which', async () => {
    const { said, driver } = await start();
    await said('connect 11');
    await said('program &');
    await said('use 1');
    await said('program &');
    driver.takeOut();
    await said('jobs -o tsv --fields number,hostname,line');
    expect(driver.takeOut()).toBe('1\tdevr-test\tprogram\n2\tHOST\tprogram\n');
    await said('use -o tsv --fields number,jobs');
    expect(driver.takeOut()).toBe('1\t1\n2\t1\n');
    programs[0]?.(undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await said('ls')).toContain('[1] done after 0s on devr-test: program; fg 1 shows its output');
  });

  it('are asked about where their session is left, and no others', async () => {
    const { said, driver, runtime, left } = await start(['stay', 'end them and leave']);
    await said('connect 11');
    await said('program &');
    await said('use 1');
    await said('program &');
    await said('disconnect 2');
    expect(left).toEqual([]);
    await said('disconnect 2');
    expect(left).toEqual(['devr-test']);
    expect(runtime.questions).toEqual(['a job runs: program', 'a job runs: program']);
    driver.takeOut();
    await said('jobs -o tsv --fields number,state,hostname');
    expect(driver.takeOut()).toBe('1\tdone\tdevr-test\n2\trunning\tHOST\n');
  });
});

describe('Tab', () => {
  it('asks the sensor that the line goes to', async () => {
    const { driver, said, log, asked } = await start();
    await said('connect 11');
    await driver.type('@1 ls ');
    await driver.tab();
    await driver.line('');
    await driver.type('ls ');
    await driver.tab();
    await driver.line('');
    expect(log).toEqual(['HOST: ls HOST.txt', 'devr-test: ls devr-test.txt']);
    expect(asked).toEqual(['HOST ', 'devr-test ']);
  });

  it('completes the sessions of the shell behind @, use and disconnect', async () => {
    const { driver, said, log } = await start();
    await said('connect 11');
    await driver.type('@ho');
    await driver.tab();
    await driver.line('ls x');
    expect(log).toEqual(['HOST: ls x']);
    await driver.type('use ho');
    await driver.tab();
    expect(await said('')).toMatch(/1:HOST C:\\> $/);
    await driver.type('disconnect d');
    await driver.tab();
    expect(await said('')).toMatch(/\nHOST C:\\> $/);
  });
});

import { existsSync, readdirSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import {
  attendedProgress,
  StatementAttention,
  underAttention,
} from '../../src/shell/jobs/attended-progress.ts';
import { Foreground, type WorkPlace } from '../../src/shell/jobs/foreground.ts';
import { KeptOutput } from '../../src/shell/jobs/kept-output.ts';
import { runScript } from '../../src/shell/loop.ts';
import type { ShellSession } from '../../src/shell/sessions/shell-session.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { makeHost, ShellDriver } from '../support/shell-driver.ts';
import { makeTestSink } from '../support/test-sink.ts';
import { type FakeContext, fakeVerbs, lettingGo, programs } from './fake-verbs.ts';

beforeEach(() => {
  programs.length = 0;
  lettingGo.length = 0;
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function start(
  answers: readonly unknown[] = [],
  session: Pick<ShellSession<FakeContext>, 'patienceMs'> = {},
) {
  const runtime = makeRuntime({ clock: 'manual', tty: true, answers });
  const log: string[] = [];
  const driver = await ShellDriver.start<FakeContext>({
    runtime,
    verbs: fakeVerbs,
    context: (run) => ({ log, run }),
    session,
  });
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await turn();
  };
  const rows = async () => {
    driver.takeOut();
    await driver.line('jobs -o tsv --fields number,state,exit_code,line');
    return driver.takeOut();
  };
  return { runtime, log, driver, until, rows };
}

const visible = (text: string) => text.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '').replaceAll('\r', '');

describe('a job', () => {
  it('is begun by & behind a verb, and the prompt is there at once', async () => {
    const { driver, log, runtime, rows } = await start();
    expect(await driver.line('ls one ; program &')).toEqual({ exitCode: 0 });
    expect(log).toEqual(['ls one', 'program begins']);
    expect(runtime.err()).toContain('[1] program\n');
    expect(await driver.line('ls two')).toEqual({ exitCode: 0 });
    expect(await rows()).toBe('1\trunning\t\tprogram\n');
  });

  it('that has ended is told at the next prompt, and keeps its output until fg shows it', async () => {
    const { driver, rows } = await start();
    await driver.line('program &');
    programs[0]?.('one\n');
    programs[0]?.(undefined);
    await turn();
    driver.takeErr();
    driver.takeOut();
    await driver.line('ls');
    expect(visible(driver.takeErr())).toContain('[1] done after 0s: program; fg 1 shows its output\n');
    expect(driver.takeOut()).not.toContain('one');
    await driver.line('ls');
    expect(visible(driver.takeErr())).not.toContain('done after');
    expect(await rows()).toBe('1\tdone\t0\tprogram\n');
    expect(await driver.line('fg')).toEqual({ exitCode: 0 });
    expect(driver.takeOut()).toBe('one\n');
    expect(await rows()).toBe('');
    expect(await driver.line('fg')).toMatchObject({ exitCode: 2, kind: 'Usage' });
  });

  it('that failed says so, and its error is kept with it', async () => {
    const { driver, runtime } = await start();
    await driver.line('fail &');
    await turn();
    driver.takeErr();
    await driver.line('ls');
    expect(visible(driver.takeErr())).toContain('[1] failed (3) after 0s: fail; fg 1 shows its output\n');
    expect(await driver.line('fg 1')).toEqual({ exitCode: 3, kind: 'NotFound' });
    expect(runtime.err()).toContain('hint: look elsewhere');
  });

  it('is shown as it comes, and Ctrl-C may leave it again', async () => {
    const { driver, runtime, until, rows } = await start(['leave']);
    await driver.line('program &');
    programs[0]?.('before\n');
    const shown = driver.line('fg %1');
    await until(() => runtime.out().includes('before'));
    programs[0]?.('seen\n');
    await until(() => runtime.out().includes('seen'));
    runtime.interrupt();
    expect(await shown).toEqual({ exitCode: 0 });
    expect(await rows()).toBe('1\trunning\t\tprogram\n');
  });

  it('becomes one where Ctrl-C at a verb says so; what it writes then is kept', async () => {
    const { driver, log, runtime, until, rows } = await start(['wait', 'leave']);
    const line = driver.line('program');
    await until(() => programs.length > 0);
    programs[0]?.('seen\n');
    await until(() => runtime.out() === 'seen\n');
    runtime.interrupt();
    await turn();
    expect(runtime.questions).toEqual(['what now']);
    runtime.clock.advance(1000);
    runtime.interrupt();
    expect(await line).toEqual({ exitCode: 0 });
    expect(runtime.err()).toContain('[1] goes on: program; fg 1 shows it, kill %1 ends it\n');
    expect(await rows()).toBe('1\trunning\t\tprogram\n');
    programs[0]?.('kept\n');
    await turn();
    await driver.line('ls');
    expect(driver.takeOut()).not.toContain('kept');
    const shown = driver.line('fg');
    await until(() => runtime.out().includes('kept'));
    programs[0]?.('last\n');
    programs[0]?.(undefined);
    expect(await shown).toEqual({ exitCode: 0 });
    expect(driver.takeOut()).toBe('kept\nlast\n');
    expect(log[0]).toBe('program begins');
  });

  it.each(['kill %1', 'end 1', 'kill %1 %2'])('is ended by %s', async (line) => {
    const { driver, until } = await start(['leave']);
    const first = driver.line('program');
    await until(() => programs.length > 0);
    driver.runtime.interrupt();
    await first;
    await driver.line('linger &');
    driver.takeOut();
    await driver.line(`${line} -o tsv --fields number,state`);
    expect(driver.takeOut()).toBe(line.includes('2') ? '1\tdone\n2\tended\n' : '1\tdone\n');
    await driver.line('fg 1');
    expect(driver.takeOut()).toBe('ended\n');
  });

  it('has the exit code of what ran on the sensor, and none where nobody knows it', async () => {
    const { driver, runtime, rows } = await start();
    await driver.line('runs &');
    await driver.line('runs --unknown &');
    await turn();
    expect(await rows()).toBe('1\tfailed\t5\truns\n2\tended\t\truns --unknown\n');
    expect(visible(runtime.err())).toMatch(/\[1\] failed \(5\) after .*\n.*\n\[2\] ended after /);
  });

  it('that cannot be ended says so, and goes on', async () => {
    const { driver, runtime, rows } = await start();
    await driver.line('program --stubborn &');
    expect(await driver.line('kill %1')).toMatchObject({ exitCode: 1 });
    expect(visible(runtime.err())).toContain('kill 7: access denied');
    expect(await rows()).toBe('1\trunning\t\tprogram --stubborn\n');
    programs[0]?.(undefined);
  });

  it('that goes on though it was ended holds nobody at Ctrl-C', async () => {
    const { driver, runtime, rows } = await start();
    await driver.line('program --deaf &');
    const ending = driver.done();
    await driver.enter('kill %1');
    runtime.interrupt();
    expect(await ending).toMatchObject({ exitCode: 130 });
    await driver.prompt();
    expect(await rows()).toBe('1\trunning\t\tprogram --deaf\n');
    programs[0]?.(undefined);
  });

  it.each([
    [
      '--stubborn',
      '[1] program --stubborn was not ended: kill 7: access denied\nnobody waits for it any more: the shell was left\n',
    ],
    [
      '--deaf',
      '[1] program --deaf may go on: no answer within 3 s\nnobody waits for it any more: the shell was left\n',
    ],
  ])('that cannot be ended on leaving (%s) is left, and that is said', async (option, words) => {
    const { driver, runtime } = await start(['end them and leave']);
    await driver.line(`program ${option} &`);
    await driver.enter('exit');
    while (runtime.questions.length === 0) await turn();
    await turn();
    runtime.clock.advance(3_000);
    expect(await driver.ended).toMatchObject({ exitCode: 0 });
    expect(visible(runtime.err())).toContain(words);
  });

  it('that is not yet ended on leaving is waited for at the pace of its sensor, and Ctrl-C leaves at once', async () => {
    const asked: number[] = [];
    const patienceMs = (commands: number): number => asked.push(commands) * 60_000;
    const { driver, runtime } = await start(['end them and leave'], { patienceMs });
    await driver.line('program --deaf &');
    await driver.enter('exit');
    while (runtime.questions.length === 0) await turn();
    await turn();
    runtime.clock.advance(30_000);
    await turn();
    expect(visible(runtime.err())).not.toContain('may go on');
    runtime.interrupt();
    expect(await driver.ended).toMatchObject({ exitCode: 0 });
    expect(visible(runtime.err())).toContain('[1] program --deaf may go on: interrupted\n');
    expect(asked).toEqual([expect.any(Number)]);
    expect(asked[0]).toBeGreaterThan(0);
  });

  it('is waited for by wait, which Ctrl-C stops without it', async () => {
    const { driver, runtime, rows } = await start();
    await driver.line('linger --held &');
    const waiting = driver.done();
    await driver.enter('wait');
    runtime.interrupt();
    expect(await waiting).toMatchObject({ exitCode: 130 });
    await driver.prompt();
    expect(await rows()).toBe('1\trunning\t\tlinger --held\n');
    const again = driver.done();
    await driver.enter('wait 1');
    lettingGo.shift()?.();
    expect(await again).toEqual({ exitCode: 0 });
    await driver.prompt();
    expect(await driver.line('wait 7')).toMatchObject({ exitCode: 2, kind: 'Usage' });
  });

  it('asks nobody: what needs an answer is refused', async () => {
    const { driver, runtime } = await start();
    await driver.line('asks &');
    expect(await driver.line('wait')).toMatchObject({ exitCode: 2 });
    expect(runtime.questions).toEqual([]);
    await driver.line('fg');
    expect(visible(runtime.err())).toContain('--yes');
  });

  it('is offered by Tab', async () => {
    const { driver } = await start();
    await driver.line('linger --held &');
    driver.takeErr();
    await driver.type('fg ');
    await driver.tab();
    expect(visible(driver.takeErr())).toContain('fg 1');
    lettingGo.shift()?.();
  });

  it.each([
    ['stay', 'HOST'],
    ['end them and leave', 'linger stops'],
    ['leave; programs on the sensor go on', 'linger stops'],
  ])('is asked about on leaving: %s', async (answer, sign) => {
    const { driver, log, runtime } = await start([answer, 'end them and leave']);
    await driver.line('linger &');
    driver.takeErr();
    await driver.enter('exit');
    if (answer === 'stay') {
      await driver.prompt();
      expect(visible(driver.takeErr())).toContain(sign);
      await driver.keys('\u0004');
    }
    expect(await driver.ended).toMatchObject({ exitCode: 0, leaving: 'exit' });
    expect(log).toContain('linger stops');
    expect(runtime.questions[0]).toBe('a job runs: linger');
  });

  it('of a script is shown and waited for at its end', async () => {
    const runtime = makeRuntime({ clock: 'manual' });
    const host = makeHost({ runtime, verbs: fakeVerbs, context: (run) => ({ log: [], run }) });
    const ended = runScript(host, { lines: ['program &', 'fail &', 'ls'], keepGoing: false });
    while (programs.length === 0) await turn();
    programs[0]?.('one\n');
    programs[0]?.(undefined);
    expect(await ended).toMatchObject({ exitCode: 3 });
    expect(runtime.out()).toBe('a.txt\nb c.txt\none\n');
  });
});

describe('what a job has written', () => {
  it('lies in a file of ours where it is much, and comes back in its order', async () => {
    const runtime = makeRuntime();
    const files = makeLocalFiles({ directory: runtime.home, home: runtime.home, temporary: runtime.home });
    const output = new KeptOutput(files, true);
    const piece = Buffer.alloc(1024 * 1024);
    for (let number = 0; number < 11; number += 1) await output.out.write(piece.fill(number));
    output.note('said');
    const spools = () =>
      readdirSync(runtime.home).filter((name) => existsSync(`${runtime.home}/${name}/output`));
    expect(spools()).toHaveLength(1);
    const [out, err] = [makeTestSink(true), makeTestSink(true)];
    await output.show({ out, err, note: () => undefined });
    expect(out.bytes().length).toBe(11 * 1024 * 1024);
    expect([...new Set(out.bytes())]).toEqual([...Array(11).keys()]);
    expect(err.text()).toBe('said\n');
    expect(spools()).toEqual([]);
  });
});

it('what a job has written is kept up to a bound, and fg says where that was', async () => {
  const output = new KeptOutput(makeRuntime().files, true, undefined, 10);
  for (const line of ['first\n', 'long line\n', 'more\n']) await output.out.write(line);
  const [out, err] = [makeTestSink(true), makeTestSink(true)];
  const notes: string[] = [];
  await output.show({ out, err, note: (text) => void notes.push(text) });
  expect(out.text()).toBe('first\n');
  expect(notes).toEqual(['only the first 6 B were kept of its output']);
  await output.out.write('seen\n');
  expect(out.text()).toBe('first\nseen\n');
});

describe('progress', () => {
  it('of what begins as a job is not drawn into what runs before the prompt', async () => {
    const drawn: string[] = [];
    const progress = attendedProgress({
      start(text) {
        drawn.push(text);
        return { say: () => undefined, advance: () => undefined, stop: () => undefined };
      },
    });
    const foreground = new Foreground(makeRuntime());
    const on = { number: 1, host: 'HOST' };
    const draws = (text: string) => async () => {
      progress.start(text);
      return { exitCode: 0 };
    };
    const job = foreground.begin({ line: 'ps &', on }, draws('of the job'));
    await foreground.run({ line: 'ps', on }, new AbortController().signal, draws('of the verb'));
    await job.task.ended;
    expect(drawn).toEqual(['of the verb']);
  });

  it('of what Ctrl-C left as a job is gone, though the key came from outside of it', async () => {
    const drawn = new Set<string>();
    const progress = attendedProgress({
      start(text) {
        drawn.add(text);
        return { say: () => undefined, advance: () => undefined, stop: () => drawn.delete(text) };
      },
    });
    const runtime = makeRuntime({ answers: ['d', ''] });
    const foreground = new Foreground(runtime);
    const settled: Promise<void>[] = [];
    const { promise: over, resolve: end } = Promise.withResolvers<{ readonly exitCode: number }>();
    const choices = [
      { letter: 'd', about: 'leaves it', value: true },
      { letter: '', about: 'waits on', value: false },
    ];
    const draws = (text: string) => (place: WorkPlace) => {
      progress.start(text);
      place.prompt?.onInterrupt({
        ask() {
          const answer = place.prompt?.choose(text, choices);
          const draw = async () => {
            if (await answer) place.prompt?.leaveRunning();
            progress.start(`${text}, asked`);
          };
          settled.push(draw());
          return true;
        },
        end: async () => void progress.start(`${text}, ending`),
      });
      return over;
    };
    const on = { number: 1, host: 'HOST' };
    const { signal } = new AbortController();
    const left = foreground.run({ line: 'first', on }, signal, draws('first'));
    expect(foreground.interrupt()).toBe(true);
    await Promise.all([left, ...settled]);
    expect([...drawn]).toEqual([]);
    const stays = foreground.run({ line: 'second', on }, signal, draws('second'));
    expect(foreground.interrupt()).toBe(true);
    await Promise.all(settled);
    expect([...drawn]).toEqual(['second, asked']);
    const [job] = foreground.jobs.running();
    const ending = job?.task.end();
    end({ exitCode: 0 });
    await Promise.all([ending, stays]);
    expect([...drawn]).toEqual([]);
  });

  it('is drawn only for what somebody looks at', async () => {
    const drawn = new Set<string>();
    const progress = attendedProgress({
      start(text) {
        drawn.add(text);
        return { say: () => undefined, advance: () => undefined, stop: () => drawn.delete(text) };
      },
    });
    const attention = new StatementAttention(true);
    const { promise: going, resolve: goOn } = Promise.withResolvers<void>();
    const work = underAttention(attention, async () => {
      progress.start('while it is looked at');
      await going;
      progress.start('behind the prompt');
    });
    expect([...drawn]).toEqual(['while it is looked at']);
    attention.isLookedAt = false;
    expect([...drawn]).toEqual([]);
    goOn();
    await work;
    expect([...drawn]).toEqual([]);
    progress.start('of another verb');
    expect([...drawn]).toEqual(['of another verb']);
  });
});

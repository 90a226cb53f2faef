import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import type { ShellDriver } from '../support/shell-driver.ts';

let world: ProgramWorld;
beforeEach(async () => {
  world = await makeProgramWorld({ sensorLatencyMs: 100 });
});
afterEach(() => world.end());

const hours = 'ping -n 36000 127.0.0.1';
const promisedMs = 3_000;
/**
 * Two waits, one behind the other. On a busy computer a request that is on its way may look as if everybody waited, and then time goes on:
 * to the millisecond it is held in test/live/leaving.test.ts.
 */
const twiceMs = 2 * promisedMs;

const answers = { end: 'end them and leave', part: 'leave; programs on the sensor go on' } as const;

type Shell = ShellDriver<number>;

/** No Ctrl-C is the echo of another. */
function signalClock() {
  let pressedMs = 0;
  return {
    monotonic: () => {
      pressedMs += 1_000;
      return pressedMs;
    },
  };
}

async function shellWith(jobs: number, answer?: keyof typeof answers): Promise<Shell> {
  const shell = await world.shell('cblr connect 10', {
    answers: answer === undefined ? [] : [answers[answer]],
    signalClock: signalClock(),
  });
  for (let count = 0; count < jobs; count += 1) await shell.line(`exec ${hours} &`);
  await shell.runtime.clock.sleep(2_000);
  return shell;
}

/** A program that the sensor waits for, and nobody else does. */
async function hold(shell: Shell): Promise<void> {
  await shell.enter(`exec --wait ${hours}`);
  await shell.runtime.clock.sleep(3_000);
  shell.runtime.interrupt();
  await shell.prompt();
  expect(shell.takeErr()).toMatch(/command \d+ goes on on the sensor/);
}

async function leave(shell: Shell, meanwhile = async (): Promise<void> => undefined) {
  const { clock } = shell.runtime;
  shell.takeErr();
  // While somebody types time passes.
  const begun = shell.done().then(() => clock.monotonic());
  await shell.enter('exit');
  const begunMs = await begun;
  await meanwhile();
  expect(await shell.ended).toBe(0);
  return { tookMs: clock.monotonic() - begunMs, said: shell.takeErr() };
}

async function openOnServer(): Promise<readonly unknown[]> {
  const { stdout } = await world.run('cblr sessions --json');
  // A sensor that is held has not heard of it yet.
  const sessions = JSON.parse(stdout) as readonly { readonly close_time?: number | null }[];
  return sessions.filter(({ close_time }) => close_time == null || close_time === 0);
}

describe('the shell is left', () => {
  it('without a word where its sensor is idle', async () => {
    const { said } = await leave(await shellWith(0));
    expect(said).not.toContain('left on');
    expect(await openOnServer()).toEqual([]);
  });

  it.each([
    [0, undefined],
    [1, 'end'],
    [1, 'part'],
    [2, 'end'],
    [2, 'part'],
  ] as const)('within 3 s where its sensor is held, with %i jobs (%s)', async (jobs, answer) => {
    const shell = await shellWith(jobs, answer);
    await hold(shell);
    const { tookMs, said } = await leave(shell);
    expect(tookMs).toBeGreaterThanOrEqual(promisedMs);
    expect(tookMs).toBeLessThan(twiceMs);
    // Each job and the program that holds it: nobody knows what goes on there, and what is there can be removed.
    expect(said.match(/the program \(pid \d+\) may go on on the sensor/g) ?? []).toHaveLength(jobs);
    const [left = ''] = /left on WIN-EP7RMLTCLAJ: .*/.exec(said) ?? [];
    expect(left.match(/\(exec ping/g)).toHaveLength(jobs + 1);
    expect(left).toMatch(/later cblr rm 10 .* removes it/);
    expect(await openOnServer()).toEqual([]);
    const next = await world.run("cblr ls 10 'C:\\lab'");
    expect(next.stderr.match(/exec ping/g)).toHaveLength(jobs + 1);
  });

  it('with one job that the sensor waits for itself', async () => {
    const shell = await shellWith(1, 'part');
    await shell.line(`exec --wait ${hours} &`);
    await shell.runtime.clock.sleep(3_000);
    const { tookMs, said } = await leave(shell);
    expect(tookMs).toBeLessThan(twiceMs);
    expect(said).toMatch(/\[2\] exec --wait ping.*\n.*\n.*command \d+ goes on on the sensor/);
    expect(said).toContain('left on WIN-EP7RMLTCLAJ: ');
  });

  it('at once at Ctrl-C', async () => {
    const shell = await shellWith(2, 'end');
    await hold(shell);
    const { clock } = shell.runtime;
    const { tookMs, said } = await leave(shell, async () => {
      await clock.sleep(1_000);
      shell.runtime.interrupt();
    });
    expect(tookMs).toBeLessThan(promisedMs);
    expect(said).toContain('left on WIN-EP7RMLTCLAJ: ');
    expect(await openOnServer()).toEqual([]);
  });
});

describe('a sensor that takes 1.5 s for a command', () => {
  beforeEach(async () => {
    await world.end();
    world = await makeProgramWorld({ sensorLatencyMs: 1_500 });
  });

  it.each([1, 2])('is waited for until it has ended %i jobs, and nothing stays there', async (jobs) => {
    const { said } = await leave(await shellWith(jobs, 'end'));
    expect(said).not.toMatch(/may go on|left on/);
    expect((await world.run('cblr ps 10 --grep 36000 --json')).stdout).toBe('[]\n');
    expect((await world.run("cblr ls 10 'C:\\Windows\\CarbonBlack' --json")).stdout).not.toContain('cblr-');
    expect(await openOnServer()).toEqual([]);
  });

  it('gets a list, the end and a list where a program is to end at the prompt', async () => {
    const shell = await world.shell('cblr connect 10', { answers: ['k'], signalClock: signalClock() });
    const { clock } = shell.runtime;
    const running = shell.line(`exec ${hours}`);
    await clock.sleep(12_000);
    const commands = () => world.lab.requests.flatMap(({ command }) => command ?? []);
    const before = commands().length;
    shell.runtime.interrupt();
    await running;
    const sent = commands().slice(before);
    expect(sent.filter((name) => name === 'process list')).toHaveLength(2);
    expect(sent.filter((name) => name === 'get file')).toHaveLength(1);
    await leave(shell);
  });
});

it('a one-shot that Ctrl-C stops while its sensor is held ends within 3 s, and says what goes on', async () => {
  const shell = await shellWith(0);
  const runtime = world.runtime(['exec', '10', '--follow', ...hours.split(' ')]);
  const ended = main('cblr', runtime);
  await runtime.streams.out.holds('Reply');
  await shell.enter(`exec --wait ${hours}`);
  const { clock } = shell.runtime;
  await clock.sleep(5_000);
  const begunMs = clock.monotonic();
  runtime.interrupt();
  expect(await ended).toBe(130);
  expect(clock.monotonic() - begunMs).toBeLessThan(twiceMs);
  expect(runtime.err()).toMatch(/the program \(pid \d+\) may go on on the sensor/);
  shell.runtime.interrupt();
  await shell.prompt();
  await leave(shell);
});

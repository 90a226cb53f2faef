import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type BuiltProgram, buildProgram, seededDraws } from '../support/built-program.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

/** All of them in `npm run soak`, on as many hosts as a run of the day has. */
const isSoak = process.env['CBLR_SOAK'] === '1';
const kills = isSoak ? 200 : 3;
const hostsOfRun = isSoak ? 50 : 6;

let program: BuiltProgram;
let world: ProgramWorld;
beforeAll(async () => {
  program = await buildProgram();
  world = await makeProgramWorld({
    isRealTime: true,
    now: Date.now(),
    sensors: isSoak ? 200 : 80,
    settings: ['CbLRMaxActiveSessions=20'],
    processes: 0,
    checkInMs: 20,
    sensorLatencyMs: 5,
  });
}, 120_000);
afterAll(async () => {
  await program.remove();
  await world.end();
}, 60_000);

const run = (argv: readonly string[], killAfterMs?: number) => program.run(world, argv, { killAfterMs });

/** Two writes, and a fetch and a list that are done again where they were not over. */
const stepsOf = (outer: string, inner: string): string =>
  `mkdir ${outer}; get C:\\Windows\\explorer.exe; mkdir ${inner}; ls ${outer}`;

interface HostRow {
  readonly sensor_id: number;
  readonly state: string;
}

describe.skipIf(process.platform === 'win32')('a run whose process is killed', () => {
  test(`at ${kills} moments sends no write twice, and loses no host and no result`, async () => {
    const random = seededDraws(20_240_514);
    let number = 0;
    let killed = 0;
    let wholeMs = 0;
    const isMadeNow = async (run: number) => {
      const runs: readonly { readonly run: number }[] = JSON.parse(
        (await world.run('cblr fleet --json')).stdout,
      );
      return runs.some((made) => made.run === run);
    };
    while (killed < kills) {
      number += 1;
      const [first, second] = [`C:\\w${number}`, `C:\\w${number}\\in`];
      const targets = [
        '--os',
        'windows',
        '--status',
        'online',
        '--limit',
        String(hostsOfRun),
        '--slots',
        isSoak ? '8' : '3',
      ];
      const steps = stepsOf(first, second);
      const begunMs = performance.now();
      let code = await run(
        ['fleet', 'run', ...targets, '-c', steps],
        number === 1 ? undefined : wholeMs * (0.15 + 0.8 * random()),
      );
      // Also of one that was quicker than its killer: the computer may be less busy than it was.
      if (code !== null) wholeMs = performance.now() - begunMs;
      else killed += 1;
      // Killed before there was a run: its number is free, if it had one.
      if (!(await isMadeNow(number))) {
        const isTaken = await stat(join(world.state, 'runs', String(number))).then(
          () => true,
          () => false,
        );
        if (!isTaken) number -= 1;
        continue;
      }
      // What is gone on with is killed again, and more often than not: each process finds what the one before it left.
      while (code === null && killed < kills && random() < 0.8) {
        code = await run(['fleet', 'resume', String(number)], wholeMs * (0.1 + 0.3 * random()));
        if (code === null) killed += 1;
      }
      await run(['fleet', 'resume', String(number)]);
      await check(number, first, second);
    }
  }, 3_600_000);
});

describe.skipIf(process.platform === 'win32')('two processes on one run', () => {
  test('the second watches, and goes on once the first is gone: no write is sent twice', async () => {
    const numbers = async () => {
      const listed: readonly { readonly run: number }[] = JSON.parse(
        (await world.run('cblr fleet --json')).stdout,
      );
      return listed.map((made) => made.run);
    };
    const before = new Set(await numbers());
    const [outer, inner] = ['C:\\two', 'C:\\two\\in'];
    const targets = ['--os', 'windows', '--status', 'online', '--limit', String(hostsOfRun), '--slots', '1'];
    const steps = `mkdir ${outer}; pwd; mkdir ${inner}; ls ${outer}`;
    const first = program.start(world, ['fleet', 'run', ...targets, '-c', steps]);
    onTestFinished(() => first.end('SIGKILL'));
    await until(() => sentTo(outer).length > 1);
    // The first is at it for as long as the second takes to start, and that asks no sensor.
    world.lab.setFault('sensor-silent');
    const [number = 0] = (await numbers()).filter((each) => !before.has(each));
    const second = program.start(world, ['fleet', 'resume', String(number)]);
    onTestFinished(() => second.end('SIGKILL'));
    await second.saying(/watching/);
    expect(second.said()).toContain(`process ${first.child.pid} on `);
    const sent = sentTo(outer).length;
    expect(sent).toBeLessThan(hostsOfRun);
    await first.end('SIGKILL');
    world.lab.clearFaults();
    await second.ended;
    await check(number, outer, inner);
  }, 60_000);
});

/** What the lab was sent is looked at between its requests. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function sentTo(path: string) {
  return world.lab.requests.filter(
    ({ posted }) => (posted as { readonly object?: unknown } | undefined)?.object === path && isMkdir(posted),
  );
}

async function check(number: number, first: string, second: string): Promise<void> {
  const shown = await world.run(`cblr fleet show ${number} --json`);
  const hosts: readonly HostRow[] = JSON.parse(shown.stdout);
  expect(hosts.length).toBe(hostsOfRun);
  // No host is lost: each is through, or it is said that nobody knows.
  const states = hosts.map(({ state }) => state);
  expect(hosts.filter(({ state }) => state !== 'done' && state !== 'unknown')).toEqual([]);
  for (const path of [first, second]) {
    const sent = sentTo(path);
    const sensors = sent.map(({ url }) => url);
    // One in each session at most; and each host has it once.
    expect(sent.length).toBeLessThanOrEqual(hostsOfRun);
    expect(sent.length).toBeGreaterThanOrEqual(states.filter((state) => state === 'done').length);
    expect(new Set(sensors).size).toBe(sensors.length);
  }
  const results = await world.run(`cblr fleet results ${number} --by-host -o ndjson`);
  const rows = results.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  // No result is lost or doubled: `get` and `ls` give one row each on every host that is through.
  const through = new Set(hosts.filter(({ state }) => state === 'done').map(({ sensor_id }) => sensor_id));
  for (const step of [2, 4]) {
    const given = rows.filter((row) => row.step === step && through.has(row.sensor_id));
    expect(given.map((row) => row.sensor_id).sort()).toEqual([...through].sort());
  }
}

function isMkdir(posted: unknown): boolean {
  return (posted as { readonly name?: unknown }).name === 'create directory';
}

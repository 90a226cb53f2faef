import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type BuiltProgram,
  buildProgram,
  type StartedProgram,
  seededDraws,
} from '../../support/built-program.ts';
import { makeProgramWorld, type ProgramWorld } from '../../support/program-world.ts';
import { hasRedis, type RedisServer, redisNote, startRedis } from '../../support/redis-server.ts';

/** All of them in `npm run soak`. */
const rounds = process.env['CBLR_SOAK'] === '1' ? 150 : 3;
const workers = 3;
const hosts = 9;

let program: BuiltProgram;
let world: ProgramWorld;
let redis: RedisServer;
beforeAll(async () => {
  if (!hasRedis) return;
  program = await buildProgram();
  redis = await startRedis();
  world = await makeProgramWorld({
    isRealTime: true,
    now: Date.now(),
    sensors: 80,
    processes: 0,
    checkInMs: 20,
    sensorLatencyMs: 5,
  });
}, 120_000);
afterAll(async () => {
  await program?.remove();
  await world?.end();
  await redis?.stop();
});

const start = (argv: readonly string[]): StartedProgram =>
  program.start(world, argv, {
    env: { CBLR_QUEUE_KEY: 'k'.repeat(40), CBLR_QUEUE_PASSWORD: redis.password },
  });

const startWorker = () => start(['fleet', 'work', '--queue', redis.url, '--lock', '1s', '--slots', '2']);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Blow = 'worker' | 'redis' | 'run';
const blows: readonly Blow[] = ['worker', 'redis', 'run'];

describe.skipIf(!hasRedis || process.platform === 'win32')(`a run on a queue${redisNote}`, () => {
  test(`of which ${rounds} times a worker, its own process or Redis is killed sends no write twice, and loses no host and no result`, async () => {
    const random = seededDraws(20_240_514);
    const team = Array.from({ length: workers }, startWorker);
    let wholeMs = 0;
    // The first one waits for workers to start; the second tells how long one takes from where it is begun.
    for (let number = 1; number <= rounds + 2; number += 1) {
      const [first, second] = [`C:\\q${number}`, `C:\\q${number}\\in`];
      const targets = ['--os', 'windows', '--status', 'online', '--limit', String(hosts), '--slots', '5'];
      const steps = `mkdir ${first}; pwd; mkdir ${second}; ls ${first}`;
      const run = start(['fleet', 'run', ...targets, '--queue', redis.url, '-c', steps]);
      await run.saying(/run \d+: cblr fleet show/);
      const begunMs = performance.now();
      if (number <= 2) {
        await run.ended;
        wholeMs = performance.now() - begunMs;
        await check(number, first, second);
        continue;
      }
      await pause(wholeMs * 0.7 * random());
      const blow = blows[number % blows.length] ?? 'worker';
      switch (blow) {
        case 'worker': {
          const at = Math.floor(random() * workers);
          await team[at]?.end('SIGKILL');
          team[at] = startWorker();
          break;
        }
        case 'redis':
          await redis.kill();
          await pause(300 * random());
          await redis.start();
          break;
        case 'run':
          await run.end('SIGKILL');
          break;
      }
      await run.ended;
      if (blow === 'run') await start(['fleet', 'resume', String(number), '--queue', redis.url]).ended;
      await check(number, first, second);
    }
    await Promise.all(team.map((worker) => worker.end('SIGINT')));
  }, 3_600_000);
});

interface HostRow {
  readonly sensor_id: number;
  readonly state: string;
  readonly detail: string;
}

async function check(number: number, first: string, second: string): Promise<void> {
  const shown = await world.run(`cblr fleet show ${number} --json`);
  const rows: readonly HostRow[] = JSON.parse(shown.stdout);
  expect(rows.length).toBe(hosts);
  // No host is lost: each is through, or it is said that nobody knows, or that its session was closed before its sensor had the write.
  const isTold = ({ state, detail }: HostRow): boolean =>
    ['done', 'unknown'].includes(state) || (state === 'failed' && detail.endsWith('was canceled'));
  expect(rows.filter((row) => !isTold(row))).toEqual([]);
  const through = new Set(rows.filter(({ state }) => state === 'done').map(({ sensor_id }) => sensor_id));
  const sensorOf = await sensorsBySession();
  for (const path of [first, second]) {
    const sessions = world.lab.requests.flatMap(({ command, posted, url }) =>
      command === 'create directory' && (posted as { readonly object?: unknown }).object === path
        ? [Number(/\/session\/(\d+)/.exec(url)?.[1])]
        : [],
    );
    const sensors = sessions.map((session) => sensorOf.get(session));
    // No host has it twice, and whoever is through has it.
    expect(new Set(sensors).size).toBe(sensors.length);
    expect(sensors).not.toContain(undefined);
    expect([...through].filter((sensor) => !sensors.includes(sensor))).toEqual([]);
  }
  const results = await world.run(`cblr fleet results ${number} --by-host -o ndjson`);
  const given = results.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  // No result is lost or doubled: `pwd` and `ls` give one row each on every host that is through.
  for (const step of [2, 4]) {
    const own = given.filter((row) => row.step === step && through.has(row.sensor_id));
    expect(own.map((row) => row.sensor_id).sort()).toEqual([...through].sort());
  }
}

/** Which sensor each session of the lab is on. */
async function sensorsBySession(): Promise<ReadonlyMap<number, number>> {
  const listed = await world.run('cblr sessions --all --json');
  const sessions: readonly { readonly id: number; readonly sensor_id: number }[] = JSON.parse(listed.stdout);
  return new Map(sessions.map(({ id, sensor_id }) => [id, sensor_id]));
}

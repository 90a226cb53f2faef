import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltProgram, buildProgram, seededDraws } from '../support/built-program.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

/**
 * "Which hosts of the finance group run a service that fewer than three others run, fetch its binary from each, and stop it on those where its
 * hash is banned or stands in a file": on 1,000 sensors of which 30 % are offline, the terminal closed in the middle, and taken up the next day.
 */
const rounds = process.env['CBLR_SOAK'] === '1' ? 20 : 1;
const dayMs = 86_400_000;

/** What the lab's hosts have (src/lab/sensors/windows/department-services.ts), by hand: this test knows no table of it. */
const rare = {
  PrintNotify32: { sensors: [170, 336, 676], path: 'C:\\ProgramData\\PrintNotify\\prnhlp.exe' },
  RemoteAid: { sensors: [223, 451], path: 'C:\\ProgramData\\Remote Aid\\raid.exe' },
  TaxExport: { sensors: [344], path: 'C:\\Program Files\\Northwind\\Tax\\taxexport.exe' },
} as const;
const stopped: readonly number[] = [...rare.PrintNotify32.sensors, ...rare.RemoteAid.sensors];

type Row = Readonly<Record<string, unknown>>;
const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

let program: BuiltProgram;
let world: ProgramWorld;
beforeAll(async () => {
  program = await buildProgram();
}, 120_000);
afterAll(() => program.remove());

describe.skipIf(process.platform === 'win32')('rare services of the finance group', () => {
  const random = seededDraws(20_240_514);

  test.each(Array.from({ length: rounds }, (_, at) => at + 1))(
    'are found, fetched and stopped, though the terminal was closed and the night lay between: round %i',
    async (round) => {
      world = await makeProgramWorld({
        ...{ isRealTime: true, now: Date.now(), processes: 0, checkInMs: 20, sensorLatencyMs: 2 },
        ...{ sensors: 1000, offline: 0.3, backAfterMs: dayMs - 3_600_000 },
        settings: ['CbLRMaxActiveSessions=20'],
      });
      try {
        await investigate(round);
      } finally {
        await world.end();
      }
    },
    120_000,
  );

  /** Of a process that has not ended by itself: the terminal is closed, or its power is cut. */
  const close = (round: number) => (round % 2 === 0 ? 'SIGKILL' : 'SIGHUP');

  async function investigate(round: number): Promise<void> {
    const services = [
      '--group',
      'Finance',
      '--os',
      'windows',
      '--expire',
      '1d',
      '--slots',
      '8',
      '-c',
      'services',
    ];
    await program.run(world, ['fleet', 'run', ...services], {
      killAfterMs: 700 + 1200 * random(),
      by: close(round),
    });
    if ((await world.run('cblr fleet --json')).stdout === '[]\n') return await investigate(round);
    const before = await counts(1);
    expect(before.waiting).toBeGreaterThan(10);
    // The next day: who was away is back, but for those that have been gone for weeks.
    world.lab.advance(dayMs / 1000);
    const tomorrow = { aheadMs: dayMs + 60_000 };
    await program.run(world, ['fleet', 'resume', '1'], {
      ...tomorrow,
      killAfterMs: 900 * random(),
      by: close(round + 1),
    });
    await program.run(world, ['fleet', 'resume', '1'], tomorrow);
    const { done, expired, ...others } = await counts(1);
    expect([done > 45, expired > 10, Object.values(others).every((count) => count === 0)]).toEqual([
      true,
      true,
      true,
    ]);

    const found = await world.run('cblr fleet results 1 --rare --most 3 --fold-by name -o ndjson');
    const rows = linesOf(found.stdout);
    expect(rows.map(({ row, sensor_ids }) => [(row as Row)['name'], sensor_ids])).toEqual(
      expect.arrayContaining(Object.entries(rare).map(([name, { sensors }]) => [name, sensors])),
    );
    expect(rows).toHaveLength(3);
    await writeFile(join(world.folder, 'rare.ndjson'), found.stdout);
    const bans = await world.run(['cbq', 'ban', '--jq', 'select(.enabled).md5hash']);
    await writeFile(join(world.folder, 'banned.txt'), bans.stdout);
    const aid = await world.run(['cblr', 'hash', '223', '--md5', rare.RemoteAid.path, '--fields', 'md5']);
    await writeFile(join(world.folder, 'iocs.txt'), `${aid.stdout.trim()}  # seen elsewhere\n`);

    const hashes = ['--set', 'hashes=@banned.txt', '--set', 'hashes=@iocs.txt'];
    const stop = ['--rows', 'rare.ndjson', '--playbook', 'stop-service-by-hash', ...hashes, '--slots', '2'];
    await program.run(world, ['fleet', 'run', ...stop], {
      ...tomorrow,
      killAfterMs: 700 + 900 * random(),
      by: close(round),
    });
    if ((await world.run('cblr fleet --json')).stdout.includes('"run":2')) {
      await program.run(world, ['fleet', 'resume', '2'], {
        ...tomorrow,
        killAfterMs: 700 * random(),
        by: close(round + 1),
      });
      await program.run(world, ['fleet', 'resume', '2'], tomorrow);
    } else await program.run(world, ['fleet', 'run', ...stop], tomorrow);
    // By itself nothing is stopped twice.
    expect(stops().filter((line, at, all) => all.indexOf(line) !== at)).toEqual([]);
    const after = await counts(2);
    expect(after.done + after.unknown).toBe(6);
    if (after.unknown > 0) await program.run(world, ['fleet', 'retry', '2', '--unknown'], tomorrow);
    await checkHosts();
    await checkFetched();
  }

  async function counts(
    run: number,
  ): Promise<Readonly<Record<string, number>> & Record<'done' | 'unknown' | 'waiting' | 'expired', number>> {
    const { stdout } = await world.run(`cblr fleet show ${run} --json`);
    const all: Record<string, number> = {};
    for (const { state } of JSON.parse(stdout) as readonly Row[])
      all[String(state)] = (all[String(state)] ?? 0) + 1;
    return { done: 0, unknown: 0, waiting: 0, expired: 0, ...all };
  }

  /** Which sessions were told to stop which service. */
  function stops(): readonly string[] {
    return world.lab.requests.flatMap(({ command, posted, url }) => {
      const line = command === 'create process' ? String((posted as Row)['object']) : '';
      const [, name] = /sc\.exe"? stop "?(\w+)/.exec(line) ?? [];
      return name === undefined ? [] : [`${url} ${name}`];
    });
  }

  async function checkHosts(): Promise<void> {
    for (const [name, { sensors }] of Object.entries(rare)) {
      for (const sensor of sensors) {
        const { stdout } = await world.run(`cblr services ${sensor} --json`);
        const own = (JSON.parse(stdout) as readonly Row[]).find((each) => each['name'] === name);
        expect([sensor, name, own?.['state']]).toEqual([
          sensor,
          name,
          stopped.includes(sensor) ? 'stopped' : 'running',
        ]);
      }
    }
  }

  async function checkFetched(): Promise<void> {
    const { stdout } = await world.run('cblr fleet results 2 --by-host --step 3 -o ndjson');
    const fetched = linesOf(stdout).map(
      ({ sensor_id, row }) => ({ sensor: sensor_id, ...(row as Row) }) as Row,
    );
    for (const { sensors, path } of Object.values(rare)) {
      const own = await world.run(['cblr', 'hash', String(sensors[0]), '--md5', path, '--fields', 'md5']);
      for (const sensor of sensors) {
        const file = fetched.find((each) => each['sensor'] === sensor && each['remote'] === path);
        const md5 = createHash('md5')
          .update(await readFile(String(file?.['local'])))
          .digest('hex');
        expect([sensor, md5]).toEqual([sensor, own.stdout.trim().toLowerCase()]);
      }
    }
  }
});

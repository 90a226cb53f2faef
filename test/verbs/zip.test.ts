import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DryRunRequest } from '../../src/transport/types.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';
import { runHostile } from '../support/run-hostile.ts';

const world = labVerbs();

/** A Server 2019, which has tar. */
const server2019 = 4;

async function systems(): Promise<readonly (readonly [LabSensor, string, string])[]> {
  return [
    [await world.open(server2019), 'C:\\Windows\\Temp\\', 'C:\\Windows\\System32\\drivers\\etc'],
    [await world.on(1), '/tmp/', '/etc/ssh'],
  ];
}

const namesIn = async (sensor: LabSensor, path: string): Promise<readonly string[]> =>
  ((await sensor.json(`ls ${path}`)) as readonly { readonly filename: string }[]).map(
    ({ filename }) => filename,
  );

describe('zip and unzip', () => {
  test.each(['zip', 'tar.gz'])(
    'pack and unpack a directory by the program of the system: .%s',
    async (kind) => {
      for (const [sensor, temp, from] of await systems()) {
        const packed = await sensor.run(`zip ${temp}a.${kind} ${from}`);
        expect([packed.exitCode, packed.stderr]).toEqual([
          0,
          expect.stringMatching(/^packed .* \((?:tar|zip)\)\n$/),
        ]);
        const again = await sensor.run(`zip ${temp}a.${kind} ${from}`);
        expect(again).toMatchObject({
          exitCode: 1,
          stderr: expect.stringContaining('is on the sensor already'),
        });
        expect((await sensor.run(`unzip ${temp}a.${kind} ${temp}out-${kind}`)).exitCode).toBe(0);
        const name = sensor.live.paths.basename(from);
        expect(await namesIn(sensor, sensor.live.paths.join(`${temp}out-${kind}`, name))).toEqual(
          await namesIn(sensor, from),
        );
        expect((await sensor.run(`unzip ${temp}a.${kind}`)).stderr).toContain(` into ${temp}a (`);
      }
    },
  );

  test('an archive that is none, and a name of no kind, are said', async () => {
    await writeFile(join(world.folder, 'none.zip'), 'no archive');
    for (const [sensor, temp, from] of await systems()) {
      await sensor.out(`put none.zip ${temp}none.zip`);
      const ran = await sensor.run(`unzip ${temp}none.zip ${temp}none`);
      expect(ran).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/ended with exit code \d+ \(.*\): .*may hold a part of it/),
      });
      expect((await sensor.run(`zip ${temp}a.rar ${from}`)).exitCode).toBe(2);
      expect((await sensor.run(`zip ${temp}b.zip ${temp}nope`)).exitCode).toBe(3);
      expect((await sensor.run(`unzip ${temp}nope.zip`)).exitCode).toBe(3);
    }
  });

  test('on a Windows without, it is said before anything is sent', async () => {
    const sensor = await world.on(10);
    const before = world.lab.requests.length;
    const ran = await sensor.run('zip C:\\Windows\\Temp\\a.zip C:\\Users');
    expect([ran.kind, ran.stderr]).toEqual([
      'Unsupported',
      expect.stringMatching(/^Windows .* brings no program for archives: nothing was sent\n/),
    ]);
    const sent = world.lab.requests.slice(before).flatMap(({ command }) => command ?? []);
    expect(sent.filter((name) => name !== 'directory list')).toEqual([]);
  });

  test('where nobody knows the system, the next program is tried, and at last it is said what is not there', async () => {
    await using server = await startHostileServer({
      commands: {
        'directory list': ({ object }) =>
          String(object).endsWith('a.zip')
            ? { status: 'error', result_code: 0x80070002 }
            : { files: [{ filename: 'x', attributes: ['DIRECTORY'], size: 0 }] },
        'create process': () => ({ status: 'error', result_code: 0x80070002 }),
      },
    });
    const ran = await runHostile(server, ['zip', '10', 'C:\\a.zip', 'C:\\x']);
    expect([ran.exitCode, ran.err]).toEqual([
      1,
      expect.stringContaining('FIN-WS-07 has no tar, Compress-Archive'),
    ]);
    expect(server.posted.filter(({ name }) => name === 'create process')).toHaveLength(2);
  });

  test('in a dry run nothing is sent', async () => {
    const held: DryRunRequest[] = [];
    const sensor = await world.open(1, { dryRun: (request) => held.push(request) });
    expect((await sensor.run('zip /tmp/dry.zip /etc/ssh')).stderr).toContain('dry run: nothing was sent');
    expect(held[0]?.body).toMatchObject({ object: '/usr/bin/zip -r -q /tmp/dry.zip ssh' });
  });
});

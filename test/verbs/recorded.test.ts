import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

describe('recorded', () => {
  test('shows who started a live process, up to the kernel, and who signed each', async () => {
    const sensor = await world.on(10);
    const chain = (await sensor.json('recorded svch0st')) as readonly Record<string, unknown>[];
    expect(chain.map((row) => row['process_name'])).toEqual([
      'svch0st.exe',
      'powershell.exe',
      'winword.exe',
      'outlook.exe',
      'explorer.exe',
      'userinit.exe',
      'winlogon.exe',
      'smss.exe',
      'smss.exe',
      'ntoskrnl.exe',
    ]);
    expect(chain.map((row) => row['depth'])).toEqual(chain.map((_row, index) => index));
    expect(chain[0]).toMatchObject({ digsig_result: 'Unsigned', process_pid: 1664 });
    expect(chain[1]).toMatchObject({ digsig_publisher: 'Microsoft Corporation' });
  });

  test('--events lists what it did, in the order of time; --type chooses', async () => {
    const sensor = await world.on(10);
    const events = (await sensor.json('recorded 600 --events')) as readonly Record<string, string>[];
    const times = events.map((event) => event['time'] ?? '');
    expect(times.length).toBeGreaterThan(5);
    expect(times).toEqual(times.toSorted());
    const chosen = (await sensor.json('recorded 600 --type netconn')) as readonly Record<string, string>[];
    expect(new Set(chosen.map((event) => event['type']))).toEqual(new Set(['netconn']));
    expect(chosen.length).toBeLessThan(events.length);
  });

  test('--binary is of the very file that runs: its bytes on the sensor have that hash', async () => {
    const sensor = await world.on(10);
    const binary = (await sensor.json('recorded 1664 --binary')) as Record<string, string>;
    await sensor.out('get C:\\Users\\Administrator\\AppData\\Roaming\\Updater\\svch0st.exe svch0st.bin');
    const bytes = await readFile(join(world.folder, 'svch0st.bin'));
    expect(createHash('md5').update(bytes).digest('hex').toUpperCase()).toBe(binary['md5']);
  });

  test('what is not running, not unique, or not recorded yet is said', async () => {
    const sensor = await world.on(10);
    expect(await sensor.run('recorded 999999')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining("cbq process 'hostname:WIN-EP7RMLTCLAJ process_pid:999999' finds"),
    });
    const several = await sensor.run('recorded svchost.exe');
    expect(several.exitCode).toBe(2);
    expect(several.stderr).toMatch(/name one by its pid: 600, 636/);
    await sensor.out('exec --no-wait ping -n 9 192.0.2.1');
    const fresh = await sensor.run('recorded ping.exe');
    expect(fresh.exitCode).toBe(3);
    expect(fresh.stderr).toMatch(/has no record of process \d+ ping\.exe/);
  });

  test('what has ended since ps is named by its GUID', async () => {
    const sensor = await world.on(10);
    await sensor.out('ps');
    await sensor.out('kill 1664 --yes');
    expect(await sensor.run('recorded 1664')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/hint: svch0st\.exe has ended; cbq process parents [\da-f-]{36} shows/),
    });
  });
});

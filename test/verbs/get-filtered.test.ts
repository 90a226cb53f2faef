import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entry, startHostileServer } from '../support/hostile-server.ts';
import { labVerbs } from '../support/lab-verbs.ts';
import { runHostile } from '../support/run-hostile.ts';

const world = labVerbs();

async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

describe('get of some of several files', () => {
  test('takes names that are included, and goes into no directory that is excluded', async () => {
    const sensor = await world.on(1);
    const all = join(world.folder, 'all');
    await sensor.out(`get -r /etc ${all}`);
    expect(await names(join(all, 'etc'))).toEqual(expect.arrayContaining(['ssh/sshd_config', 'hosts']));
    const some = join(world.folder, 'some');
    const ran = await sensor.run(`get -r /etc ${some} --include *_config --include host* --exclude hostname`);
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringMatching(/^left out as asked: \d+\n$/)]);
    expect(await names(join(some, 'etc'))).toEqual(['hosts', 'ssh', 'ssh/sshd_config']);
    const none = join(world.folder, 'none');
    await sensor.out(`get -r /etc ${none} --include *_config --exclude ssh`);
    expect(await names(join(none, 'etc'))).toEqual([]);
  });

  test('takes files up to a size, and those written since a time', async () => {
    const sensor = await world.on(10);
    const small = join(world.folder, 'small');
    await sensor.out(`get C:\\lab\\*.bin ${small} --max-size 1M`);
    expect(await names(small)).toContain('random-1m.bin');
    expect(await names(small)).not.toContain('random-64m.bin');
    await sensor.out(`get C:\\lab\\texts\\cp8* ${small} --newer 1971-01-01`);
    const ran = await sensor.run(`get C:\\lab\\texts\\cp4* ${small} --newer 2090-01-01`);
    expect(ran).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('left out as asked: 1') });
    expect(await names(small)).toEqual(expect.arrayContaining(['cp850.txt', 'cp866.txt']));
    expect(await names(small)).not.toContain('cp437.txt');
  });

  test('of one file that is named, filters are a mistake', async () => {
    expect(await (await world.on(10)).run('get C:\\Windows\\win.ini --max-size 1M')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('are for several files'),
    });
  });
});

describe('the time of a remote file', () => {
  test('is kept on the local one, unless --no-times is said', async () => {
    const sensor = await world.on(10);
    const folder = join(world.folder, 'times');
    await mkdir(folder);
    const [listed] = (await sensor.json('ls C:\\Windows\\win.ini')) as { last_write_time: number }[];
    await sensor.out(`get C:\\Windows\\win.ini ${folder}`);
    await sensor.out(`get -r C:\\Windows\\System32\\drivers\\etc ${folder}`);
    expect((await stat(join(folder, 'win.ini'))).mtimeMs).toBe((listed?.last_write_time ?? 0) * 1000);
    expect((await stat(join(folder, 'etc', 'hosts'))).mtimeMs).toBeLessThan(Date.now() - 3_600_000);
    await sensor.out(`get C:\\Windows\\win.ini ${folder}/now.ini --no-times`);
    expect((await stat(join(folder, 'now.ini'))).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });

  test.each([1e300, -5, 0, 253_402_300_800])('that no calendar has (%d) is not kept', async (time) => {
    await using server = await startHostileServer({
      file: { size: 3 },
      content: (_request, response) => void response.end('abc'),
      commands: {
        'directory list': () => ({ files: [entry('x.txt', { size: 3, last_write_time: time })] }),
      },
    });
    const ran = await runHostile(server, ['get', '10', 'C:\\x.txt']);
    expect(ran.exitCode).toBe(0);
    expect((await stat(join(ran.folder, 'x.txt'))).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });
});

describe('a sensor that lies about sizes', () => {
  test('brings no more than --max-size', async () => {
    await using server = await startHostileServer({
      file: { size: 5000 },
      content: (_request, response) => void response.end('x'.repeat(5000)),
      commands: {
        'directory list': () => ({
          files: [entry('small.bin', { size: 3 }), entry('unknown.bin', { size: -1 })],
        }),
      },
    });
    const ran = await runHostile(server, ['get', '10', 'C:\\*.bin', 'out', '--max-size', '100']);
    expect(ran.exitCode).toBe(1);
    expect(ran.err).toContain('it has grown to 5000 bytes: left out');
    expect(ran.err).toContain('the sensor does not say how large C:\\unknown.bin is: left out');
    expect(await readdir(join(ran.folder, 'out'))).toEqual([]);
  });
});

test('what a listing does not show is asked for all the same', async () => {
  const asked: unknown[] = [];
  await using server = await startHostileServer({
    file: { size: 3 },
    content: (_request, response) => void response.end('abc'),
    commands: {
      'directory list': () => ({ status: 'error', result_code: 0x8007007b }),
      'get file': ({ object }) => {
        asked.push(object);
        return {};
      },
    },
  });
  const shadow = '\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\Windows\\System32\\config\\SAM';
  for (const path of [shadow, 'C:\\$MFT', 'C:\\x.txt:hidden', '\\\\.\\PhysicalDrive0']) {
    const ran = await runHostile(server, ['get', '10', path, 'out'], {
      prepare: (folder) => mkdir(join(folder, 'out')),
    });
    expect([path, ran.exitCode]).toEqual([path, 0]);
    const [name = ''] = await readdir(join(ran.folder, 'out'));
    expect(name).not.toMatch(/[\\/:?]/);
    expect(await readFile(join(ran.folder, 'out', name), 'utf8')).toBe('abc');
  }
  expect(asked).toEqual([shadow, 'C:\\$MFT', 'C:\\x.txt:hidden', '\\\\.\\PhysicalDrive0']);
});

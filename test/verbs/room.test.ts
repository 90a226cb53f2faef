import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type HostileOptions, startHostileServer } from '../support/hostile-server.ts';
import { type HostileRunOptions, runHostile } from '../support/run-hostile.ts';

const mib = 1024 ** 2;

/** A sensor with so much room, on which nothing is. */
const sensor = (free: unknown, more: HostileOptions = {}) =>
  startHostileServer({
    sensor: { systemvolume_free_size: free },
    commands: {
      'directory list': () => ({ status: 'error', result_code: 0x80070002 }),
      'put file': () => ({ status: 'error', result_code: 0x80070070 }),
    },
    ...more,
  });

/** A file of so many bytes that takes no room here, and a folder with two of half of them. */
const sparse = (bytes: number): HostileRunOptions => ({
  async prepare(folder) {
    await mkdir(join(folder, 'two', 'deep'), { recursive: true });
    for (const [name, size] of [
      ['big', bytes],
      ['two/a', bytes / 2],
      ['two/deep/b', bytes / 2],
    ] as const) {
      const file = await open(join(folder, name), 'w');
      await file.truncate(size);
      await file.close();
    }
  },
});

describe('a put for which the sensor has no room', () => {
  it.each([
    ['a file', ['big', 'C:\\t\\big']],
    ['a folder', ['-r', 'two', 'C:\\t']],
  ])('asks first: %s', async (_what, words) => {
    await using server = await sensor(String(50 * mib));
    const ran = await runHostile(server, ['put', '10', ...words], {
      ...sparse(66 * mib),
      tty: true,
      answers: [false],
    });
    expect(ran.questions).toEqual([
      expect.stringMatching(
        /^FIN-WS-07 had 50\.0 MiB free when it last checked in: put 66\.0 MiB to C:\\t.* all the same\?$/,
      ),
    ]);
    expect(ran.exitCode).toBe(2);
    expect(server.posted.some(({ name }) => name === 'put file' || name === 'create directory')).toBe(false);
    const piped = await runHostile(server, ['put', '10', ...words], sparse(66 * mib));
    expect([piped.exitCode, piped.err]).toEqual([2, expect.stringContaining('add --yes if it is meant')]);
  });

  it.each([
    ['there is room', String(500 * mib), 66 * mib, 'C:\\t\\big'],
    ['it is small', String(1 * mib), 50 * mib, 'C:\\t\\big'],
    ['the sensor does not say', undefined, 66 * mib, 'C:\\t\\big'],
    ['what it says is no number', 'plenty', 66 * mib, 'C:\\t\\big'],
    ['it goes to another drive', '0', 66 * mib, 'D:\\big'],
  ])('is not asked about where %s', async (_what, free, bytes, path) => {
    await using server = await sensor(free);
    const ran = await runHostile(server, ['put', '10', 'big', path], { ...sparse(bytes), tty: true });
    expect(ran.questions).toEqual([]);
    expect(server.posted.some(({ name }) => name === 'put file')).toBe(true);
  });
});

import { readdir, readFile, readlink, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LocalFault } from '../../src/errors/local-fault.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import { failureOf } from '../support/failure-of.ts';
import { spoiltDisk } from '../support/spoilt-disk.ts';
import {
  brokenAfter,
  linesFile,
  randomBytes,
  randomFile,
  randomSha256,
  transferLab,
  under,
  withHeaders,
} from './transfer-support.ts';

describe('a body that breaks', () => {
  test('goes on behind what has come, by range, with the ETag of the first reply', async () => {
    const lab = await transferLab({
      spoil: (asked, fetch, { lab }) => (asked <= 2 ? under(lab, 'truncate=1', fetch) : fetch()),
    });
    const got = await lab.get(randomFile, 'r.bin');
    expect(got).toMatchObject({ size: randomBytes, sha256: randomSha256 });
    expect(await lab.sha256('r.bin')).toBe(randomSha256);
    expect(await lab.names()).toEqual(['r.bin']);
    expect(lab.contents.map(({ range }) => range?.start)).toEqual([undefined, 524_288, 786_432]);
    expect(lab.contents[1]?.ifRange).toMatch(/^"flask-/);
    expect(lab.contents[2]?.ifRange).toBe(lab.contents[1]?.ifRange);
  });

  test('is skipped ahead in where the server knows no ranges', async () => {
    const lab = await transferLab({
      lab: { era: '5.2' },
      spoil: (asked, fetch, { lab }) => (asked === 1 ? under(lab, 'truncate=1', fetch) : fetch()),
    });
    const got = await lab.get(randomFile, 'r.bin');
    expect(got.sha256).toBe(randomSha256);
    expect(await lab.sha256('r.bin')).toBe(randomSha256);
    expect(lab.contents).toHaveLength(2);
  });

  test('is asked for again when the connection is dropped before the first byte', async () => {
    const lab = await transferLab({
      spoil: (asked, fetch, { lab }) => (asked === 1 ? under(lab, 'drop=1', fetch) : fetch()),
    });
    expect((await lab.get(linesFile, 'l.txt')).size).toBe(188_894);
  });

  test('that never brings a byte is given up, and nothing has the final name', async () => {
    const lab = await transferLab({
      spoil: async (asked, fetch) => brokenAfter(await fetch(), asked === 1 ? 100_000 : 0, async () => {}),
    });
    const error = await failureOf(lab.get(randomFile, 'r.bin'));
    expect(error.kind).toBe('Network');
    expect(lab.contents).toHaveLength(6);
    expect(await lab.names()).toEqual(['r.bin.part', 'r.bin.part.json']);
    expect(lab.notes).toContainEqual(
      `100000 bytes are kept in ${join(lab.folder, 'r.bin.part')}; get --resume goes on from there`,
    );
  });
});

describe('what the server says and gives', () => {
  test('is refused when the file on the server changed under the transfer', async () => {
    const lab = await transferLab({
      spoil: async (asked, fetch, { lab }) =>
        asked === 1
          ? await under(lab, 'truncate=1', fetch)
          : withHeaders(await fetch(), { etag: '"flask-another-one"' }),
    });
    const error = await failureOf(lab.get(randomFile, 'r.bin'));
    expect([error.kind, error.message]).toEqual([
      'BadReply',
      `get ${randomFile}: the file on the server changed while it was fetched`,
    ]);
    expect(await lab.names()).toEqual([]);
  });

  test.each([-10, 10])('is refused when the size differs by %i', async (difference) => {
    const lab = await transferLab({
      server: (server) => ({
        file: async (...call) => {
          const file = await server.file(...call);
          return { ...file, sizeBytes: (file.sizeBytes ?? 0) + difference };
        },
      }),
    });
    expect((await failureOf(lab.get(linesFile, 'l.txt'))).kind).toBe('Integrity');
    expect(await lab.names()).toEqual([]);
  });

  test('is refused when a range brings more than was asked for', async () => {
    const lab = await transferLab({
      server: (server) => ({
        postCommand: (id, { get_count: _dropped, ...command }, options) =>
          server.postCommand(id, command as Parameters<typeof server.postCommand>[1], options),
      }),
    });
    const error = await failureOf(lab.get(linesFile, 'l.txt', { offset: 10, bytes: 20 }));
    expect(error.kind).toBe('Integrity');
    expect(await lab.names()).toEqual([]);
  });

  test('may be another file than was listed: then it is said, and the hash is of what came', async () => {
    const lab = await transferLab();
    const listed = { ...(await lab.stat(linesFile)), size: 5 };
    const got = await lab.live.transfers.download(listed, join(lab.folder, 'l.txt'), {
      resume: false,
      force: false,
      keepTime: true,
      signal: lab.signal,
      onProgress: () => undefined,
    });
    expect(got.size).toBe(188_894);
    expect(await lab.sha256('l.txt')).toBe(got.sha256);
    expect(lab.notes).toContainEqual(
      `${linesFile} had 5 bytes when it was listed, 188894 were read: it changes while it is read`,
    );
  });

  test('vanishes in the middle: the file is gone between listing and fetching', async () => {
    const lab = await transferLab({ sensorId: 1 });
    await writeFile(join(lab.folder, 'v'), 'v');
    await lab.live.transfers.upload(join(lab.folder, 'v'), '/tmp/v', {
      force: false,
      signal: lab.signal,
      dryRun: undefined,
      onProgress: () => undefined,
    });
    const listed = await lab.stat('/tmp/v');
    await lab.live.files.remove('/tmp/v', { signal: lab.signal, dryRun: undefined });
    const options = {
      resume: false,
      force: false,
      keepTime: true,
      signal: lab.signal,
      onProgress: () => undefined,
    };
    const error = await failureOf(lab.live.transfers.download(listed, join(lab.folder, 'w'), options));
    expect(error.kind).toBe('NotOnSensor');
    expect(await lab.names()).toEqual(['v']);
  });
});

describe('--resume', () => {
  test('goes on by offset with a part that was broken off, and hashes that part again', async () => {
    const stopped = new AbortController();
    const lab = await transferLab({ lab: { sensorLatencyMs: 0 } });
    const path = 'C:\\lab\\random-64m.bin';
    const first = lab.get(path, 'big.bin', {
      signal: stopped.signal,
      onProgress: (leg, done) => {
        if (leg === 'to us' && done >= 8 * randomBytes) stopped.abort();
      },
    });
    await expect(first).rejects.toThrow();
    expect(await lab.names()).toEqual(['big.bin.part', 'big.bin.part.json']);
    const kept = (await lab.files.stat(join(lab.folder, 'big.bin.part')))?.size ?? 0;
    expect(kept).toBeGreaterThanOrEqual(8 * randomBytes);

    const got = await lab.get(path, 'big.bin', { resume: true });
    expect(got.size).toBe(64 * randomBytes);
    expect(await lab.sha256('big.bin')).toBe(got.sha256);
    expect(await lab.names()).toEqual(['big.bin']);
    const files = await lab.live.store.files(lab.signal);
    expect(files.at(-1)?.sizeBytes).toBe(64 * randomBytes - kept);
    const whole = await lab.get(path, 'again.bin');
    expect(got.sha256).toBe(whole.sha256);
  });

  test.each([
    ['size', { size: 1 }, 'the remote file had 1 bytes then, now 188894'],
    ['last_write_time', { last_write_time: 1 }, 'the remote file was written since'],
    ['remote', { remote: 'C:\\other' }, 'the part is of another file'],
    ['sensor_id', { sensor_id: 3 }, 'the part is of another file'],
    ['offset', { offset: 7 }, 'the part is of another file'],
  ])('starts again when the noted %s is another', async (_field, changed, reason) => {
    const lab = await transferLab();
    const { size = 0, lastWriteTime } = await lab.stat(linesFile);
    const note = {
      sensor_id: 10,
      remote: linesFile,
      size,
      last_write_time: lastWriteTime,
      offset: 0,
      pieces: [],
    };
    await writeFile(join(lab.folder, 'l.txt.part'), 'wrong bytes');
    await writeFile(join(lab.folder, 'l.txt.part.json'), JSON.stringify({ ...note, ...changed }));
    await lab.get(linesFile, 'l.txt', { resume: true });
    expect(lab.notes).toContainEqual(`starting again: ${reason}`);
    expect((await readFile(join(lab.folder, 'l.txt'), 'utf8')).startsWith('line 1 of')).toBe(true);
    expect(await lab.names()).toEqual(['l.txt']);
  });

  test.each([
    ['no note', undefined],
    ['a note that is no JSON', '{'],
  ])('starts again beside %s', async (_what, note) => {
    const lab = await transferLab();
    await writeFile(join(lab.folder, 'l.txt.part'), 'wrong bytes');
    if (note !== undefined) await writeFile(join(lab.folder, 'l.txt.part.json'), note);
    expect((await lab.get(linesFile, 'l.txt', { resume: true })).size).toBe(188_894);
    expect((await readFile(join(lab.folder, 'l.txt'), 'utf8')).startsWith('line 1 of')).toBe(true);
  });

  test('starts again with a part that is longer than the file', async () => {
    const lab = await transferLab();
    const { size = 0, lastWriteTime } = await lab.stat(linesFile);
    const note = {
      sensor_id: 10,
      remote: linesFile,
      size,
      last_write_time: lastWriteTime,
      offset: 0,
      pieces: [],
    };
    await writeFile(join(lab.folder, 'l.txt.part'), 'x'.repeat(size + 1));
    await writeFile(join(lab.folder, 'l.txt.part.json'), JSON.stringify(note));
    expect((await lab.get(linesFile, 'l.txt', { resume: true })).size).toBe(size);
    // What was opened to be looked at is closed again.
    if (process.platform === 'linux') expect(await openBelow(lab.folder)).toEqual([]);
  });

  test('fetches nothing when the part is whole', async () => {
    const lab = await transferLab();
    const whole = await lab.get(linesFile, 'l.txt');
    const { size, lastWriteTime } = await lab.stat(linesFile);
    await rename(join(lab.folder, 'l.txt'), join(lab.folder, 'm.txt.part'));
    const source = {
      sensor_id: 10,
      remote: linesFile,
      size,
      last_write_time: lastWriteTime,
      offset: 0,
      pieces: [],
    };
    const note = { ...source, have: size, sha256: whole.sha256 };
    await writeFile(join(lab.folder, 'm.txt.part.json'), JSON.stringify(note));
    expect((await lab.get(linesFile, 'm.txt', { resume: true })).sha256).toBe(whole.sha256);
    expect(lab.contents).toHaveLength(1);
  });
});

describe('the local disk', () => {
  test('keeps a part of an earlier get unless told what to do with it', async () => {
    const lab = await transferLab();
    await writeFile(join(lab.folder, 'l.txt.part'), 'earlier');
    const error = await failureOf(lab.get(linesFile, 'l.txt'));
    expect([error.kind, error.hint]).toEqual([
      'LocalFile',
      'go on with --resume, or start again with --force',
    ]);
    expect(await readFile(join(lab.folder, 'l.txt.part'), 'utf8')).toBe('earlier');
    expect((await lab.get(linesFile, 'l.txt', { force: true })).size).toBe(188_894);
  });

  test.each([false, true])(
    'never writes through a link in the place of the part (resume: %s)',
    async (resume) => {
      const lab = await transferLab();
      const { size, lastWriteTime } = await lab.stat(linesFile);
      const note = {
        sensor_id: 10,
        remote: linesFile,
        size,
        last_write_time: lastWriteTime,
        offset: 0,
        pieces: [],
      };
      await writeFile(join(lab.folder, 'precious'), 'mine');
      await symlink(join(lab.folder, 'precious'), join(lab.folder, 'l.txt.part'));
      await writeFile(join(lab.folder, 'l.txt.part.json'), JSON.stringify(note));
      expect((await failureOf(lab.get(linesFile, 'l.txt', { resume }))).kind).toBe('LocalFile');
      expect(await readFile(join(lab.folder, 'precious'), 'utf8')).toBe('mine');
    },
  );

  test('that gets full ends the transfer with what was kept, and nothing has the final name', async () => {
    const lab = await transferLab({ files: (files) => fullAfter(files, 2 * randomBytes) });
    const error = await failureOf(lab.get('C:\\lab\\random-64m.bin', 'big.bin'));
    expect([error.kind, error.message]).toEqual(['LocalFile', 'the disk is full']);
    expect(await lab.names()).toEqual(['big.bin.part', 'big.bin.part.json']);
    expect(lab.notes.join('\n')).toContain('2097152 bytes are kept in');
  });

  test('that is read-only is said before anything is asked of the sensor', async () => {
    const readonly = new LocalFault('the file system is read-only', 'EROFS');
    const lab = await transferLab({
      files: (files) => spoiltDisk(files, { folder: () => ({ openPart: () => Promise.reject(readonly) }) }),
    });
    const error = await failureOf(lab.get(linesFile, 'l.txt'));
    expect(error).toBe(readonly);
    expect(lab.contents).toEqual([]);
    expect(await lab.names()).toEqual([]);
  });

  test('ends a tree at once where every further file would fail too', async () => {
    const lab = await transferLab({ files: (files) => fullAfter(files, 0) });
    const start = await lab.stat('C:\\lab\\texts');
    const found = lab.live.transfers.downloadTree(
      start,
      { folder: lab.folder, name: 'texts' },
      {
        recursive: true,
        resume: false,
        force: false,
        keepTime: true,
        filter: { include: [], exclude: [], maxSize: undefined, newer: undefined },
        onFiltered: () => undefined,
        signal: lab.signal,
        onProgress: () => undefined,
      },
    );
    expect((await failureOf(found.next())).message).toBe('the disk is full');
  });
});

describe('a session that ends under a transfer', () => {
  test('is said, keeps the part, and the next get goes on in another session', async () => {
    const lab = await transferLab({
      spoil: async (asked, fetch, { server, sessionId }) =>
        asked === 1 ? brokenAfter(await fetch(), 300_000, () => server.closeSession(sessionId)) : fetch(),
    });
    const first = lab.live.session.currentId();
    const error = await failureOf(lab.get(randomFile, 'r.bin'));
    expect([error.kind, error.message]).toEqual([
      'SessionLost',
      `get ${randomFile}: the session ended during the transfer`,
    ]);
    expect(await lab.names()).toEqual(['r.bin.part', 'r.bin.part.json']);
    const got = await lab.get(randomFile, 'r.bin', { resume: true });
    expect(got.sha256).toBe(randomSha256);
    expect(lab.live.session.currentId()).not.toBe(first);
    expect(lab.notes).toContainEqual(expect.stringMatching(/^session \d+ is gone from the server; opened/));
  });
});

/** A disk that takes so many bytes of a file and no more. */
function fullAfter(files: LocalFiles, bytes: number): LocalFiles {
  return spoiltDisk(files, {
    part: (part) => ({
      async write(chunk) {
        if (part.written() + chunk.byteLength <= bytes) return await part.write(chunk);
        throw new LocalFault('the disk is full', 'ENOSPC', { context: { path: part.path } });
      },
    }),
  });
}

/** What this process holds open below a folder. */
async function openBelow(folder: string): Promise<readonly string[]> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return links.filter((target) => target.startsWith(folder));
}

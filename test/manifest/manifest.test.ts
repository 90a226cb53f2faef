import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LocalFault } from '../../src/errors/local-fault.ts';
import { Digest } from '../../src/manifest/digest.ts';
import { Manifest, type Taken } from '../../src/manifest/manifest.ts';
import { readManifest } from '../../src/manifest/read-manifest.ts';
import { verifyFiles } from '../../src/manifest/verify-files.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { safeLocalName } from '../../src/text/local-name.ts';
import { collect } from '../support/collect.ts';
import { failureOf } from '../support/failure-of.ts';
import { spoiltDisk } from '../support/spoilt-disk.ts';

const uid = process.getuid?.() ?? -1;
let folder = '';
let files: LocalFiles;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-manifest-'));
  files = makeLocalFiles({ directory: folder, home: folder, temporary: folder });
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const taker = { server: 'https://cb.example', operator: 'ann', machine: 'desk', case: '2024-117' };

function manifestOn(disk = files): Manifest {
  return new Manifest({ files: disk, clock: systemClock, uid }, taker);
}

function takenOf(content: string, more: Partial<Taken> = {}): Taken {
  const digest = new Digest({ withOld: true });
  digest.update(Buffer.from(content));
  const { size } = digest;
  const hashes = digest.hashes();
  return {
    from: 'sensor',
    remote: 'C:\\x',
    size,
    hashes,
    begunMs: Date.parse('2024-05-14T09:30:00Z'),
    ...more,
  };
}

/** A file as if it had been fetched, with its line. */
async function fetched(name: string, content = name, more: Partial<Taken> = {}): Promise<void> {
  await writeFile(join(folder, name), content);
  await manifestOn().addAt(join(folder, name), takenOf(content, more));
}

const text = async () => await readFile(join(folder, 'manifest.ndjson'), 'utf8');
const linesHere = async () => await collect(readManifest(files.read('manifest.ndjson')));

async function states(): Promise<Readonly<Record<string, string>>> {
  const options = { signal: AbortSignal.timeout(10_000), onBytes: () => undefined };
  const verdicts = await collect(verifyFiles(files, folder, options));
  return Object.fromEntries(
    verdicts.map(({ folder: at, name, state, says }) => [
      join(at, name).slice(folder.length + 1),
      says === '' ? state : `${state}: ${says}`,
    ]),
  );
}

describe('a manifest', () => {
  test('has a line of each file, of this user alone, with all that is known of it', async () => {
    await fetched('a', 'abc', { host: 'H', sensor: 10, remote_size: 9, offset: 2, bytes: 3, session: 1 });
    await fetched('b', 'b');
    expect((await stat(join(folder, 'manifest.ndjson'))).mode & 0o777).toBe(0o600);
    const [first, second] = await linesHere();
    expect(first).toEqual({
      number: 1,
      kind: 'taken',
      line: {
        local: 'a',
        path: join(folder, 'a'),
        from: 'sensor',
        remote: 'C:\\x',
        host: 'H',
        sensor: 10,
        remote_size: 9,
        offset: 2,
        bytes: 3,
        session: 1,
        size: 3,
        md5: '900150983cd24fb0d6963f7d28e17f72',
        sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        ...taker,
        begun: '2024-05-14T09:30:00.000Z',
        ended: expect.stringMatching(/Z$/),
      },
    });
    expect(second).toMatchObject({ number: 2, line: { local: 'b' } });
  });

  test('is safe to look at, whatever a sensor calls its files, and gives back the very names', async () => {
    const hostile = 'C:\\\u001b[31m\u202e"}\n{\u0000\ud800\u2028.txt';
    await fetched('a', 'a', { remote: hostile, host: '\u009b', attributes: 'A\u0007' });
    expect(await text()).toMatch(/^[\x20-\x7e\ufffd]*\n$/);
    const remote = hostile.replace('\ud800', '\ufffd{d800}');
    expect(await linesHere()).toMatchObject([{ line: { remote, attributes: 'A\u0007' } }]);
    await fetched('b', 'b', { remote: 'x'.repeat(3_000_000) });
    expect((await text()).length).toBeLessThan(100_000);
    expect((await linesHere()).map(({ kind }) => kind)).toEqual(['taken', 'taken']);
  });

  test('goes on behind half a line of one that was killed, which stays to be seen', async () => {
    await fetched('a');
    await appendFile(join(folder, 'manifest.ndjson'), '{"v":1,"kind":"tak');
    expect((await linesHere()).at(-1)).toMatchObject({
      number: 2,
      kind: 'fault',
      words: expect.stringMatching(/is cut/),
    });
    await fetched('b');
    expect((await linesHere()).map(({ kind }) => kind)).toEqual(['taken', 'fault', 'taken']);
    expect(await states()).toEqual({
      'manifest.ndjson': 'unknown: line 2 is no line of a manifest',
      a: 'ok',
      b: 'ok',
    });
  });

  test('is no link, and no file that others may change', async () => {
    await writeFile(join(folder, 'elsewhere'), '');
    await symlink('elsewhere', join(folder, 'manifest.ndjson'));
    expect((await failureOf(fetched('a'))).message).toMatch(/manifest\.ndjson.*is a link/);
    expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('');
    await rm(join(folder, 'manifest.ndjson'));
    await fetched('a');
    await chmod(join(folder, 'manifest.ndjson'), 0o666);
    expect((await failureOf(fetched('b'))).message).toMatch(/can be read or written by others/);
  });

  test('that cannot be written says that the file was fetched all the same', async () => {
    const full = spoiltDisk(files, {
      folder: () => ({
        openLog: async () => {
          throw new LocalFault('cannot write: no space left', 'ENOSPC');
        },
      }),
    });
    await writeFile(join(folder, 'a'), 'a');
    const error = await failureOf(manifestOn(full).addAt(join(folder, 'a'), takenOf('a')));
    expect([error.kind, error.message]).toEqual([
      'LocalFile',
      `cannot write: no space left; ${join(folder, 'a')} was fetched, and no manifest has a line of it`,
    ]);
    // Its lock is let go.
    await fetched('b');
  });

  test('keeps its name for itself', () => {
    for (const name of ['manifest.ndjson', 'MANIFEST.ndjson', 'manifest.ndjson. '])
      expect(safeLocalName(name)).toBe(`_${name.replace('. ', '')}`);
    expect(() => manifestOn().mustLeaveFree('Manifest.NDJSON')).toThrow('is where the manifest is kept');
  });

  test('is whole when twenty processes write to it at once', { timeout: 60_000 }, async () => {
    const writer = fileURLToPath(new URL('../support/manifest-writer.ts', import.meta.url));
    // Compiled once: the twenty are at it the more at once.
    const compiled = await mkdtemp(join(tmpdir(), 'cblr-compiled-'));
    const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
    const write = async (count: number): Promise<unknown> => {
      const words = [writer, folder, String(count)];
      const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'inherit'] });
      return (await once(child, 'exit'))[0];
    };
    expect(await write(0)).toBe(0);
    const ends = await Promise.all(Array.from({ length: 20 }, () => write(5)));
    expect(ends).toEqual(Array.from({ length: 20 }, () => 0));
    await rm(compiled, { recursive: true });
    const found = Object.values(await states());
    expect(found).toEqual(Array.from({ length: 100 }, () => 'ok'));
  });
});

describe('what is checked', () => {
  test('is each file, its bytes and its kind, by the last line of it', async () => {
    await fetched('same');
    await fetched('twice', 'first');
    await fetched('twice', 'second');
    await fetched('longer', 'abc');
    await writeFile(join(folder, 'longer'), 'abcd');
    await fetched('other', 'abc');
    await writeFile(join(folder, 'other'), 'abd');
    await fetched('gone');
    await rm(join(folder, 'gone'));
    await fetched('link', 'same');
    await rm(join(folder, 'link'));
    await symlink('same', join(folder, 'link'));
    await fetched('folder');
    await rm(join(folder, 'folder'));
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'new'), '');
    await mkdir(join(folder, 'below'));
    await writeFile(join(folder, 'below', 'x'), 'x');
    await manifestOn().addAt(join(folder, 'below', 'x'), takenOf('x'));
    await writeFile(join(folder, 'below', 'y'), 'y');
    await symlink('..', join(folder, 'below', 'up'));
    const unlisted = 'unlisted: no manifest has a line of it';
    expect(await states()).toEqual({
      same: 'ok',
      twice: 'ok',
      longer: 'changed: has 4 bytes, and had 3',
      other: 'changed: another sha256, md5, sha1',
      gone: 'missing: the file is missing',
      link: 'changed: is no plain file',
      folder: 'changed: is no plain file',
      new: unlisted,
      'below/x': 'ok',
      'below/y': unlisted,
      'below/up': unlisted,
    });
  });

  test('is not what was removed with a line of its own, unless it is there again', async () => {
    await fetched('a');
    await rm(join(folder, 'a'));
    await using held = await files.holdFolder(folder);
    await manifestOn().removed(held, 'a');
    expect(await states()).toEqual({});
    await fetched('a');
    expect(await states()).toEqual({ a: 'ok' });
  });

  test.each([
    ['a name that leads elsewhere', { local: '../a' }],
    ['a hash that is none', { sha256: 'x' }],
    ['a field too many', { more: 1 }],
    ['a field that is missing', { remote: undefined }],
    ['a piece that is none', { pieces: [{ offset: 0 }] }],
  ])('is no line with %s', async (_what, change) => {
    await fetched('a');
    const line = JSON.parse(await text()) as object;
    await writeFile(join(folder, 'manifest.ndjson'), `${JSON.stringify({ ...line, ...change })}\n`);
    expect(await linesHere()).toMatchObject([{ kind: 'fault', words: 'is none that this version knows' }]);
    expect(await states()).toMatchObject({ a: 'unlisted: no manifest has a line of it' });
  });
});

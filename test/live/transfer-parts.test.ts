import { createHash } from 'node:crypto';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileEntry } from '../../src/live/file-entry.ts';
import { GrowingPart } from '../../src/live/transfer/part-file.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { brokenAfter, randomBytes, randomFile, randomSha256, transferLab } from './transfer-support.ts';

/** A lab with `r.bin.part` of 300,000 bytes in its folder, and what its note says. */
async function brokenGet() {
  const lab = await transferLab({
    spoil: async (asked, fetch, { server, sessionId }) =>
      asked === 1 ? brokenAfter(await fetch(), 300_000, () => server.closeSession(sessionId)) : fetch(),
  });
  await failureOf(lab.get(randomFile, 'r.bin'));
  const part = join(lab.folder, 'r.bin.part');
  const note = JSON.parse(await readFile(`${part}.json`, 'utf8')) as { have: number; sha256: string };
  return { lab, part, note };
}

describe('a part that was kept', () => {
  test('has a note of how much of it is on the disk, and of its hash', async () => {
    const { part, note } = await brokenGet();
    const bytes = await readFile(part);
    expect(note).toMatchObject({
      have: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(bytes.length).toBe(300_000);
  });

  test.each([
    ['lost its end', async (part: string) => truncate(part, 299_000)],
    [
      'had a bit flipped',
      async (part: string) => {
        const bytes = await readFile(part);
        bytes[150_000] = (bytes[150_000] ?? 0) ^ 1;
        await writeFile(part, bytes);
      },
    ],
    [
      'is zeros at its end',
      async (part: string) => truncate(part, 299_000).then(() => truncate(part, 300_000)),
    ],
  ])('begins anew where a power cut took its due: it %s', async (_what, harm) => {
    const { lab, part } = await brokenGet();
    await harm(part);
    const got = await lab.get(randomFile, 'r.bin', { resume: true });
    expect(got).toMatchObject({ size: randomBytes, sha256: randomSha256 });
    expect(await lab.sha256('r.bin')).toBe(randomSha256);
    expect(lab.notes).toContainEqual('starting again: the part does not hold what was noted of it');
    expect(await lab.names()).toEqual(['r.bin']);
  });

  test('goes on behind what was flushed where there is more than that', async () => {
    const { lab, part } = await brokenGet();
    await writeFile(part, Buffer.concat([await readFile(part), Buffer.alloc(5000)]));
    const got = await lab.get(randomFile, 'r.bin', { resume: true });
    expect(got.sha256).toBe(randomSha256);
    expect(await lab.sha256('r.bin')).toBe(randomSha256);
    expect(lab.notes).toContainEqual(expect.stringContaining('5000 bytes at the end of the part'));
  });
});

describe('two that write to one part', () => {
  test.each([
    ['--resume', { resume: true }],
    ['--force', { force: true }],
  ])('cannot be: the second is told so, also with %s', async (_option, options) => {
    const asked = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const lab = await transferLab({
      spoil: async (_asked, fetch) => {
        asked.resolve();
        await goOn.promise;
        return await fetch();
      },
    });
    const first = lab.get(randomFile, 'r.bin', options);
    await asked.promise;
    const error = await failureOf(lab.get(randomFile, 'r.bin', options));
    expect(error).toMatchObject({
      kind: 'LocalFile',
      message: expect.stringContaining('is being written by'),
    });
    goOn.resolve();
    expect(await first).toMatchObject({ size: randomBytes, sha256: randomSha256 });
    expect(await lab.sha256('r.bin')).toBe(randomSha256);
    expect(await lab.names()).toEqual(['r.bin']);
  });
});

test('a part whose process was killed goes on from what was flushed before', async () => {
  const { home: folder } = makeRuntime();
  const files = (pid: number) =>
    makeLocalFiles({
      directory: folder,
      home: folder,
      temporary: folder,
      owner: { pid, host: () => 'desk', isRunning: (other) => other === pid },
    });
  const remote: FileEntry = {
    path: 'C:\\a',
    name: 'a',
    size: 200_000_000,
    attributes: [],
    isDirectory: false,
    isLink: false,
    isAlias: false,
    createTime: 5,
    lastAccessTime: 5,
    lastWriteTime: 5,
    altName: undefined,
  };
  const notes: string[] = [];
  const options = {
    sensorId: 10,
    remote,
    offset: 0,
    resume: true,
    force: false,
    withOld: false,
    nowMs: Date.now,
    note: (text: string) => notes.push(text),
  };
  await using killed = await files(1).holdFolder(folder);
  const part = await GrowingPart.open(killed, 'a', options);
  const write = async (count: number) => {
    const bytes = Buffer.alloc(count, count);
    part.digest.update(bytes);
    await part.file.write(bytes);
  };
  await write(70_000_000);
  expect(part.isDue(part.digest.size)).toBe(true);
  part.take(part.digest.size, part.digest.hex());
  expect(part.isDue(part.digest.size)).toBe(false);
  await write(1000);
  // Whoever finishes or keeps it waits for the note, and so does this.
  await expect.poll(() => readdir(folder)).toContain('a.part.json');

  await using next = await files(2).holdFolder(folder);
  const resumed = await GrowingPart.open(next, 'a', options);
  expect(resumed.have).toBe(70_000_000);
  expect(resumed.file.size()).toBe(70_000_000);
  expect(notes).toEqual([expect.stringContaining('1000 bytes at the end of the part')]);
  await resumed.drop();
  await part.file.keep();
});

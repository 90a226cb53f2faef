import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  readSnapshot,
  type Snapshot,
  snapshotName,
  snapshotText,
} from '../../../src/ops/snapshot/snapshot-file.ts';
import { makeLocalFiles } from '../../../src/runtime/local-files.ts';
import { failureOf } from '../../support/failure-of.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapshots-'));
});
afterAll(() => rm(folder, { recursive: true }));

const snapshot: Snapshot = {
  taken: '2024-05-14T09:30:00.000Z',
  sensor: { id: 10, hostname: 'WIN', os: 'windows' },
  lists: {
    services: { rows: [{ name: 'a "b"\n\u202e', pid: 7, state: null }, { name: 'c' }], unread: ['x'] },
    'files C:\\': { rows: [{ filename: 'a', attributes: ['ARCHIVE'] }], unread: [] },
    empty: { rows: [], unread: [] },
  },
};

async function read(text: string) {
  await writeFile(join(folder, 'a.snap'), text);
  const files = makeLocalFiles({ directory: folder, home: folder, temporary: folder, platform: 'linux' });
  return await readSnapshot(files, 'a');
}

describe('the file of a snapshot', () => {
  it('is JSON, and read as it was written', async () => {
    const text = [...snapshotText(snapshot)].join('');
    expect(JSON.parse(text)).toMatchObject({ snapshot_version: 1 });
    expect(await read(text)).toEqual(snapshot);
  });

  it('of another version is named', async () => {
    expect(await failureOf(read('{"snapshot_version":2,"rows":{}}'))).toMatchObject({
      kind: 'LocalFile',
      message: expect.stringMatching(/a\.snap is a snapshot of version 2$/),
    });
  });

  it.each(['', '{}', '[]', 'null', '{"snapshot_version":"1"}'])('is none as %j', async (text) => {
    expect(await failureOf(read(text))).toMatchObject({
      kind: 'LocalFile',
      message: expect.stringMatching(/a\.snap is no snapshot$/),
    });
  });

  const sensor = '"taken":"x","sensor":{"id":1,"hostname":"h","os":"o"}';
  it.each([
    '{"snapshot_version":1}',
    `{"snapshot_version":1,${sensor},"lists":[]}`,
    `{"snapshot_version":1,${sensor},"lists":{"a":[]}}`,
    `{"snapshot_version":1,${sensor},"lists":{"a":{"rows":[1],"unread":[]}}}`,
    `{"snapshot_version":1,${sensor},"lists":{"a":{"rows":[{"b":{}}],"unread":[]}}}`,
    `{"snapshot_version":1,${sensor},"lists":{"a":{"rows":[],"unread":[7]}}}`,
    `{"snapshot_version":1,"taken":"x","sensor":{"id":"1"},"lists":{}}`,
  ])('is damaged as %j', async (text) => {
    expect(await failureOf(read(text))).toMatchObject({
      kind: 'LocalFile',
      message: expect.stringMatching(/damaged$/),
    });
  });

  it('gets its end where the name has none', () => {
    expect(['a', 'b.json', 'x.y/a', 'c.snap'].map(snapshotName)).toEqual([
      'a.snap',
      'b.json',
      'x.y/a.snap',
      'c.snap',
    ]);
  });
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TakenLine } from '../../src/manifest/lines.ts';
import { Manifest } from '../../src/manifest/manifest.ts';
import { readManifest } from '../../src/manifest/read-manifest.ts';
import { verifyFiles } from '../../src/manifest/verify-files.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { collect } from '../support/collect.ts';
import { failureOf } from '../support/failure-of.ts';
import {
  brokenAfter,
  randomBytes,
  randomFile,
  randomSha256,
  type TransferLab,
  transferLab,
} from './transfer-support.ts';

const taker = { server: 'https://cb', operator: 'ann', machine: 'desk' };

function manifestOn({ files }: TransferLab): Manifest {
  return new Manifest({ files, clock: systemClock, uid: process.getuid?.() ?? -1 }, taker);
}

async function onlyLine({ files, folder }: TransferLab): Promise<TakenLine> {
  const lines = await collect(readManifest(files.read(join(folder, 'manifest.ndjson'))));
  expect(lines).toHaveLength(1);
  const [only] = lines;
  if (only?.kind !== 'taken') throw new Error('no line of a file');
  return only.line;
}

test('a get that broke off twice and was resumed has the hashes of the whole file, and which bytes came when', async () => {
  let most = 300_000;
  const lab = await transferLab({
    spoil: async (_asked, fetch) => {
      const left = most;
      most = 0;
      return left === Number.POSITIVE_INFINITY
        ? await fetch()
        : brokenAfter(await fetch(), left, async () => {});
    },
  });
  const manifest = manifestOn(lab);
  await failureOf(lab.get(randomFile, 'r.bin', { manifest }));
  most = 200_000;
  await failureOf(lab.get(randomFile, 'r.bin', { manifest, resume: true }));
  expect(await lab.names()).toEqual(['r.bin.part', 'r.bin.part.json']);
  most = Number.POSITIVE_INFINITY;
  await lab.get(randomFile, 'r.bin', { manifest, resume: true });

  const line = await onlyLine(lab);
  const { pieces = [] } = line;
  expect(pieces.map(({ offset, bytes }) => [offset, bytes])).toEqual([
    [0, 300_000],
    [300_000, 200_000],
    [500_000, randomBytes - 500_000],
  ]);
  expect(new Set(pieces.map(({ command }) => command)).size).toBe(3);
  expect(new Set(pieces.map(({ file }) => file)).size).toBe(3);
  expect([line.command, line.begun]).toEqual([pieces[2]?.command, pieces[0]?.begun]);
  const times = [...pieces.flatMap(({ begun, ended }) => [begun, ended]), line.ended];
  expect(times.toSorted()).toEqual(times);
  expect([line.size, line.sha256]).toEqual([randomBytes, randomSha256]);
  const options = { signal: lab.signal, onBytes: () => undefined };
  expect(await collect(verifyFiles(lab.files, lab.folder, options))).toMatchObject([
    { name: 'r.bin', state: 'ok' },
  ]);
});

test('what no listing shows has a line without times, and with what it was asked for by', async () => {
  const lab = await transferLab();
  const { live, progress, signal, folder } = lab;
  const range = { offset: 16, bytes: 512 };
  const options = { ...range, force: false, manifest: manifestOn(lab), signal, progress };
  await live.transfers.downloadUnlisted(randomFile, join(folder, 'x'), options);
  const line = await onlyLine(lab);
  const { id: sensor, hostname: host } = live.session.sensor;
  expect(line).toMatchObject({
    ...range,
    local: 'x',
    from: 'sensor',
    remote: randomFile,
    host,
    sensor,
    size: 512,
  });
  expect([line.session, line.command, line.file]).toEqual([live.session.currentId(), expect.any(Number), 1]);
  expect(line).not.toHaveProperty('written');
});

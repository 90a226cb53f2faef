import { expect, test } from 'vitest';
import type { PinnedProcess } from '../../src/cases/pin-file.ts';
import { type PinnedNow, seenEntries } from '../../src/cases/report/seen.ts';

function process(id: string, parentId: string): PinnedProcess {
  const texts = { name: `${id}.exe`, path: '', commandLine: '', username: '', hostname: 'DESK' };
  return { id, parentId, ...texts, sensorId: 1, pid: 7, md5: undefined, startMs: 1000 };
}

function pinOf(...chain: readonly PinnedProcess[]): PinnedNow {
  const [{ id } = { id: '' }] = chain;
  return { what: 'process', id, chain, wire: {}, server: 'https://edr', note: undefined };
}

test('processes that a server calls the parents of each other are told once each', () => {
  const [a, b, c, d] = [process('a', 'b'), process('b', 'a'), process('c', 'b'), process('d', 'c')];
  const entries = seenEntries([pinOf(b, a), pinOf(d, c, b, a)]);
  expect(entries.map(({ title, isMarked, depth }) => [title, isMarked, depth])).toEqual([
    ['b.exe (7)', true, 0],
    ['c.exe (7)', false, 1],
    ['d.exe (7)', true, 2],
    ['a.exe (7)', false, 1],
  ]);
});

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournals, sayWhatIsLeft } from '../../../src/fleet/queue/journal.ts';
import { makeLocalFiles } from '../../../src/runtime/local-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const place = () => ({
  files: makeLocalFiles({ directory: folder, home: folder, temporary: folder }),
  uid: process.getuid?.() ?? -1,
  folder: join(folder, 'queue'),
});
const own = { pid: 4242, id: 'a1b2' };

test('what a worker that is gone did not come to say is said by the next one, in its order, and once', async () => {
  const journals = await openJournals(place(), own);
  const open = journals.open('abc', '7.1.9');
  open.add('first');
  open.add('second');
  await open.sync();
  const through = journals.open('abc', '8.1.9');
  through.add('was heard');
  await through.close();
  const said: (readonly [string, string])[] = [];
  const link = { add: async (stream: string, text: string) => void said.push([stream, text]) };
  const left = (isRunning: boolean) =>
    sayWhatIsLeft(place(), (run) => `said.${run}`, { link, isRunning: () => isRunning });
  expect(await left(true)).toBe(0);
  expect(said).toEqual([]);
  // The last line was cut when it was killed.
  const [file = ''] = await readdir(join(folder, 'queue', '4242-a1b2'));
  await writeFile(join(folder, 'queue', '4242-a1b2', file), 'first\nsecond\nthi');
  expect(await left(false)).toBe(1);
  expect(said).toEqual([
    ['said.abc', 'first'],
    ['said.abc', 'second'],
  ]);
  expect(await left(false)).toBe(0);
});

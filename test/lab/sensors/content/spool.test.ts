import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Spool } from '../../../../src/lab/sensors/content/spool.ts';

let folder: string;
let spool: Spool;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-test-'));
  spool = new Spool();
});
afterEach(async () => {
  await spool.close();
  await rm(folder, { recursive: true, force: true });
});

it('takes a large file over by a link, which outlives the name it came under', async () => {
  const path = join(folder, 'upload');
  const bytes = Buffer.alloc(100_000, 7);
  await writeFile(path, bytes);
  const content = await spool.link({ path, size: bytes.length });
  await rm(path);
  const read: Buffer[] = [];
  for await (const chunk of content?.read(0, bytes.length) ?? []) read.push(chunk as Buffer);
  expect(Buffer.concat(read).equals(bytes)).toBe(true);
  expect(await readdir(folder)).toEqual([]);
});

it('leaves small files and files without a path to be copied', async () => {
  const path = join(folder, 'small');
  await writeFile(path, 'x');
  expect(await spool.link({ path, size: 1 })).toBeUndefined();
  expect(await spool.link({ size: 1_000_000 })).toBeUndefined();
  expect(await spool.link({ path: join(folder, 'missing'), size: 1_000_000 })).toBeUndefined();
});

import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CaseRegister } from '../../src/cases/case-register.ts';
import { OwnRecords } from '../../src/own/own-records.ts';
import { KeptIsolations } from '../../src/own/timed-isolations.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';

let folder = '';
let files: LocalFiles;
const own = { uid: process.getuid?.() ?? -1 };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-own-'));
  files = makeLocalFiles({ directory: folder, home: folder, temporary: folder });
});
afterEach(() => rm(folder, { recursive: true }));

/** What a process that was killed while it wrote has left. */
async function leaveHalf(below: string, digits: string, ageMs: number): Promise<string> {
  const name = `.cblr-${digits.repeat(16)}.tmp`;
  await writeFile(join(below, name), '{"half":');
  const at = new Date(Date.now() - ageMs);
  await utimes(join(below, name), at, at);
  return name;
}

test('what was not written to its end is no record, and is taken away once nobody writes it any more', async () => {
  const records = new OwnRecords(files, own, folder);
  await leaveHalf(folder, 'a', 2 * 3_600_000);
  const fresh = await leaveHalf(folder, 'b', 1_000);
  await writeFile(join(folder, '.cblr-notours.tmp'), '');
  expect(await records.names()).toEqual(['.cblr-notours.tmp']);
  await records.write('one.json', { v: 1 });
  expect((await readdir(folder)).toSorted()).toEqual([fresh, '.cblr-notours.tmp', 'one.json']);
});

test('the open case of a profile is not that of another, whatever letters they have', async () => {
  const register = new CaseRegister(files, own, folder);
  const profiles = ['é9', '\u0e99', '\u{1f4a9}', '\u01f4a9', '\t0', '\u0090', '%e99', 'u'];
  for (const profile of profiles) await register.setOpen(profile, profile);
  for (const profile of profiles) expect(await register.open(profile)).toBe(profile);
});

test('an isolation with an end is known by whatever number its sensor has', async () => {
  const origin = { server: 'https://edr', profile: 'a b', user: 'ann' };
  const isolations = new KeptIsolations(files, own, folder, origin);
  const all = [10, 2_147_483_647].map((sensorId) => ({ sensorId, host: 'H', untilMs: 1_715_000_000_000 }));
  for (const each of all) await isolations.set(each);
  expect((await isolations.all()).toSorted((a, b) => a.sensorId - b.sensorId)).toEqual(all);
});

test('a case that was never opened is not used for what was left of one', async () => {
  const register = new CaseRegister(files, own, folder);
  await files.makeDirectory(join(folder, 'cases'), { parents: true, mode: 0o700 });
  await leaveHalf(join(folder, 'cases'), 'c', 0);
  expect(await register.isUsed()).toBe(false);
  await register.setOpen('default', 'case-1');
  expect(await register.isUsed()).toBe(true);
});

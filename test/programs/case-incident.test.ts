import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckedFile, verifyCase } from '../../src/cases/verify-case.ts';
import { hasBrowser, useBrowser } from '../output/html/browser.ts';
import { collect } from '../support/collect.ts';
import { filesIn } from '../support/files-in.ts';
import { workIncident } from '../support/incident.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { unzipped } from '../support/unzipped.ts';

/** All of them in `npm run soak`. */
const flips = process.env['CBLR_SOAK'] === '1' ? 1000 : 10;

let world: ProgramWorld;
let folder = '';
/** Where the ZIP was unpacked. */
let there = '';
beforeAll(async () => {
  world = await makeProgramWorld();
  folder = join(world.folder, '2024-117');
  there = join(world.folder, 'there');
  await workIncident(world);
  for (const [name, bytes] of unzipped(await readFile(join(world.folder, '2024-117.zip')))) {
    await mkdir(dirname(join(there, name)), { recursive: true });
    await writeFile(join(there, name), bytes);
  }
}, 60_000);
afterAll(() => world.end());

async function verified(path: string): Promise<readonly CheckedFile[]> {
  const options = { signal: new AbortController().signal, onBytes: () => undefined };
  return await collect(verifyCase(path, world.files, options));
}

const odd = (checked: readonly CheckedFile[]) => checked.filter(({ state }) => state !== 'ok');

describe('a case that was worked to its end', () => {
  test('is for its owner alone', async () => {
    for (const path of await filesIn(folder)) {
      expect((await stat(path)).mode & 0o777, path).toBe(0o600);
      expect((await stat(dirname(path))).mode & 0o777, dirname(path)).toBe(0o700);
    }
  });

  test('is told whole: what was seen, taken and changed, by whom', async () => {
    const html = await readFile(join(folder, 'report.html'), 'utf8');
    const told = [
      'Implant on WIN-EP7RMLTCLAJ',
      '&#34;C:\\Users\\Administrator\\AppData\\Roaming\\Updater\\svch0st.exe&#34; -k netsvcs',
      'winword.exe',
      'where it began',
      'the implant',
      '316a30b6876faa8f166dc6771aa853bb1fbbfd5aeea666fc1ed62627f0df0fd7',
      'Invoice 4711 (überfällig).docm',
      'binary A276B67AC893B80B963F3415E7DD146B',
      'isolated sensor 10: done',
      'banned A276B67AC893B80B963F3415E7DD146B: done',
      'ended process 1664: done',
      'deleted the registry value HKEY_LOCAL_MACHINE',
      'CurrentVersion\\Run\\Updater: REG_SZ &#34;C:\\\\Users\\\\Administrator\\\\AppData\\\\Roaming\\\\Updater\\\\svch0st.exe -k netsvcs&#34;',
      'before: process 1664 svch0st.exe: ',
      'before: isolation 10: in the network',
      'analyst on desk',
      'svch0st.exe is started by the Run key, as Updater',
      'the user was told, and has a new password',
      'queries/implant-everywhere.ndjson',
    ];
    for (const words of told) expect(html).toContain(words);
    expect(html).not.toMatch(/<script|<img|<iframe|<link|\son\w+=|\u001b|\u202e|\u200b/);
  });

  describe.skipIf(!hasBrowser)('in a browser', () => {
    const { show } = useBrowser();

    /** `npm run picture` keeps what is seen. */
    test('shows whom it is about, and all of the time line, on the first screen', async () => {
      const viewport = { width: 1000, height: 580 };
      const { page, trouble } = await show(await readFile(join(folder, 'report.html'), 'utf8'), { viewport });
      const box = await page.locator('svg').first().boundingBox();
      expect(box?.height).toBeGreaterThan(150);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(viewport.height);
      expect(trouble).toEqual([]);
      const path = process.env['CBLR_PICTURE'];
      if (path !== undefined) await page.screenshot({ path });
    });
  });

  test('is packed with a list of the SHA-256 of all that it holds', async () => {
    const list = await readFile(join(there, 'SHA256SUMS'), 'utf8');
    const names = (await filesIn(there))
      .map((path) => relative(there, path))
      .filter((name) => name !== 'SHA256SUMS');
    const lines = await Promise.all(
      names.map(async (name) => {
        const sha256 = createHash('sha256')
          .update(await readFile(join(there, name)))
          .digest('hex');
        return `${sha256}  ${name}\n`;
      }),
    );
    const own = list.split(/(?<=\n)/);
    const above = createHash('sha256').update(own.slice(0, -1).join('')).digest('hex');
    expect(own.pop()).toBe(`# SHA-256 of the lines above: ${above}\n`);
    expect(own.toSorted()).toEqual(lines.toSorted());
    expect(names.length).toBeGreaterThan(14);
  });

  test('is whole where it was unpacked; here what nothing chained proves is open', async () => {
    expect(odd(await verified(there))).toEqual([]);
    const open = odd(await verified(folder));
    expect(new Set(open.map(({ state }) => state))).toEqual(new Set(['open']));
    for (const { file, says } of open) {
      expect(file).toMatch(/^transcripts\/undo\/|\/manifest\.ndjson$|^evidence\/binaries\//);
      expect(says).toContain('has no chain');
    }
    const names = open.map(({ file }) => file).join('\n');
    for (const kept of ['transcripts/undo/', 'evidence/binaries/A276', 'Downloads/manifest.ndjson'])
      expect(names).toContain(kept);
  });

  test('holds a manifest against the transcripts: both bytes and manifest made anew show', async () => {
    const name = 'evidence/WIN-EP7RMLTCLAJ-10/C/Users/Administrator/Downloads';
    const manifest = join(folder, name, 'manifest.ndjson');
    const text = await readFile(manifest, 'utf8');
    const local = 'Invoice 4711 (überfällig).docm';
    const file = join(folder, name, local);
    const bytes = await readFile(file);
    const other = Buffer.from(bytes.toReversed());
    const sums = (of: Buffer) =>
      ['sha256', 'sha1', 'md5'].map((kind) => createHash(kind).update(of).digest('hex'));
    const after = sums(other);
    await writeFile(file, other);
    await writeFile(
      manifest,
      sums(bytes).reduce((all, sum, at) => all.replaceAll(sum, after[at] ?? ''), text),
    );
    const checked = await verified(folder);
    await writeFile(file, bytes);
    await writeFile(manifest, text);
    expect(checked).toContainEqual({
      file: `${name}/${local}`,
      state: 'unknown',
      says: 'its manifest has another sha256 than the transcripts',
    });
  });

  test('tells a line of the list that was changed from its file, also where nothing else proves that', async () => {
    const path = join(there, 'SHA256SUMS');
    const list = await readFile(path, 'utf8');
    const line = /^([0-9a-f])(?=[0-9a-f]{63} {2}transcripts\/undo\/)/m;
    await writeFile(
      path,
      list.replace(line, (digit) => (digit === '0' ? '1' : '0')),
    );
    const named = odd(await verified(there));
    await writeFile(path, list);
    expect(named).toEqual([
      expect.objectContaining({ file: expect.stringMatching(/^transcripts\/undo\//), state: 'unknown' }),
      expect.objectContaining({ file: 'SHA256SUMS', state: 'changed' }),
    ]);
  });

  test(`shows which file it is when one byte of any is another: ${flips} times`, async () => {
    const files = await filesIn(there);
    let seed = 20240514;
    const random = (below: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    for (let number = 0; number < flips; number += 1) {
      const path = files[random(files.length)] ?? '';
      const bytes = await readFile(path);
      const at = random(bytes.length);
      const changed = Buffer.from(bytes);
      changed[at] = ((bytes[at] ?? 0) + 1 + random(255)) % 256;
      await writeFile(path, changed);
      const named = odd(await verified(there));
      await writeFile(path, bytes);
      const what = `byte ${at} of ${relative(there, path)} is ${changed[at]} in place of ${bytes[at]}`;
      expect(
        named.map(({ file }) => file),
        what,
      ).toContain(relative(there, path));
    }
    expect(odd(await verified(there))).toEqual([]);
  }, 3_600_000);
});

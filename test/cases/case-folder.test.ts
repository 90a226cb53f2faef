import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { addFile } from '../../src/cases/case-files.ts';
import { createCase, journalEvents, journalOf, readCase } from '../../src/cases/case-folder.ts';
import { CaseRegister } from '../../src/cases/case-register.ts';
import { evidenceFolder } from '../../src/cases/evidence.ts';
import { caseNamed, type FindDeps } from '../../src/cases/find-case.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { collect } from '../support/collect.ts';
import { failureOf } from '../support/failure-of.ts';

const server = 'https://edr.example.net';
let folder = '';
let notes: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-cases-'));
  notes = [];
});

function depsOf(pid = process.pid): FindDeps {
  const files = makeLocalFiles({ directory: folder, home: folder, temporary: folder });
  const own = { pid, uid: process.getuid?.() ?? -1, isAlive: () => true };
  const register = new CaseRegister(files, own, join(folder, 'state'));
  return { files, own, clock: systemClock, register, note: (text) => notes.push(text) };
}

const made = (name: string, deps: FindDeps) =>
  createCase(join(folder, name), { name: basename(name), title: undefined, by: 'ann on desk' }, deps);

describe('the folder of a case', () => {
  test('is for its owner alone, and known by the id in it', async () => {
    const deps = depsOf();
    const created = await made('a', deps);
    expect(await readCase(created.path, deps)).toMatchObject({
      id: created.id,
      name: 'a',
      path: created.path,
    });
    for (const [path, mode] of [
      ['', 0o700],
      ['case.ndjson', 0o600],
    ] as const)
      expect((await stat(join(created.path, path))).mode & 0o777).toBe(mode);
    expect(await readCase(folder, deps)).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32')(
    'of two hosts of one name has two for what they hold, and one that is renamed keeps its own',
    async () => {
      const deps = depsOf();
      const created = await made('a', deps);
      const place = (sensor: number, host: string, at = '', of = server) =>
        evidenceFolder(created, { server: of, sensor, host }, at, deps.files);
      const root = join(created.path, 'evidence');
      expect(await place(10, 'DESK', 'C:\\Windows')).toBe(`${root}/DESK-10/C/Windows/`);
      expect(await place(11, 'DESK', '/etc/ssh')).toBe(`${root}/DESK-11/etc/ssh/`);
      expect(await place(10, 'LAPTOP', '\\\\srv\\share')).toBe(`${root}/DESK-10/srv/share/`);
      // The same name and number of another server.
      expect(await place(10, 'DESK', '', 'https://other.example.net')).toBe(`${root}/DESK-10-2/`);
      expect(await place(12, '../../x', '..\\..\\CON')).toBe(`${root}/_.._.._x-12/_/_/_CON/`);
      expect((await readdir(root)).toSorted()).toEqual(['DESK-10', 'DESK-10-2', 'DESK-11', '_.._.._x-12']);
    },
  );

  test('takes what twenty processes write at once, and gives a sensor one folder', async () => {
    const created = await made('a', depsOf());
    const work = async (number: number) => {
      const deps = depsOf(1000 + number);
      const own = await readCase(created.path, deps);
      if (own === undefined) throw new Error('it is there');
      await own.journal.add('noted', { text: `note ${number}`, by: 'ann on desk' });
      return await evidenceFolder(own, { server, sensor: 10, host: `NAME-${number}` }, '', deps.files);
    };
    const places = await Promise.all(Array.from({ length: 20 }, (_, number) => work(number)));
    expect(new Set(places).size).toBe(1);
    const lines = await collect(journalOf(created.path, depsOf().files));
    expect(lines.map(({ fault }) => fault)).toEqual(lines.map(() => undefined));
    expect(lines).toHaveLength(22);
    expect(await journalEvents(created, depsOf().files, 'noted')).toHaveLength(20);
  });

  test('takes files of one name that are added at once, beside one at which somebody was killed', async () => {
    const { path } = await made('a', depsOf());
    await mkdir(join(path, 'files'));
    await writeFile(join(path, 'files', 'mail.eml.part'), 'ma');
    const texts = Array.from({ length: 12 }, (_, number) => `mail ${number}`);
    const place = { folder: 'files', name: 'mail.eml' };
    const kept = await Promise.all(
      texts.map((text) => addFile({ path }, place, [Buffer.from(text)], depsOf().files)),
    );
    expect(new Set(kept.map(({ file }) => file)).size).toBe(texts.length);
    for (const [index, { file }] of kept.entries())
      expect(await readFile(join(path, file), 'utf8')).toBe(texts[index]);
    expect((await readdir(join(path, 'files'))).filter((name) => name.endsWith('.part'))).toEqual([
      'mail.eml.part',
    ]);
  });

  test('that was moved is found again by its id, which is said; one that is gone is not made up', async () => {
    const deps = depsOf();
    const created = await made('a', deps);
    await deps.register.remember(created);
    await mkdir(join(folder, 'old'));
    const moved = join(folder, 'old', 'b');
    await rename(created.path, moved);
    // Another case of the same name in the old place is another case.
    await made('a', deps);
    expect(await caseNamed('A', deps)).toMatchObject({ id: created.id, path: moved });
    expect(notes).toEqual([`the case a was moved: it is in ${moved}`]);
    expect((await caseNamed(created.id, deps)).path).toBe(moved);
    expect(notes).toHaveLength(1);
    await rm(moved, { recursive: true });
    const { kind, hint } = await failureOf(caseNamed('a', deps));
    expect(kind).toBe('NotFound');
    expect(hint).toContain('--dir');
  });

  test('that was moved is found beside folders that nobody may look into', async () => {
    const plain = depsOf();
    const created = await made('a', plain);
    await plain.register.remember(created);
    for (const name of ['aa-theirs', 'moved']) await mkdir(join(folder, name));
    const moved = join(folder, 'moved', 'a');
    await rename(created.path, moved);
    const refused = async (path: string): Promise<void> => {
      if (path.includes('theirs')) throw new CbError('LocalFile', 'permission denied');
    };
    const files: FindDeps['files'] = {
      ...plain.files,
      stat: (path) => refused(path).then(() => plain.files.stat(path)),
      list: (path) => refused(path).then(() => plain.files.list(path)),
    };
    expect((await caseNamed(created.id, { ...plain, files })).path).toBe(moved);
  });

  test('that was moved is found where much else lies above', async () => {
    const deps = depsOf();
    const created = await made('near/a', deps);
    await Promise.all(Array.from({ length: 1100 }, (_, at) => mkdir(join(folder, `other-${at}`))));
    await deps.register.remember(created);
    await mkdir(join(folder, 'near', 'old'));
    const moved = join(folder, 'near', 'old', 'b');
    await rename(created.path, moved);
    expect((await caseNamed(created.id, deps)).path).toBe(moved);
  });

  test.each(['', '.', '..', 'a/b', 'a\\b', ' a', 'a ', 'a.', 'x'.repeat(65), 'a\u202eb', '-x'])(
    'has no name like %j',
    async (name) => {
      const failure = await failureOf(
        createCase(join(folder, 'x'), { name, title: undefined, by: 'a' }, depsOf()),
      );
      expect(failure.kind).toBe('Usage');
    },
  );
});

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { newFile } from '../../src/ops/new-file.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeRuntime } from '../support/make-runtime.ts';

let files: LocalFiles;
let path: string;
beforeEach(() => {
  ({ files } = makeRuntime());
  path = join(files.directory(), 'out.csv');
});
const names = () => readdir(files.directory());

describe('a new file', () => {
  test('grows beside its name, and has it when it is finished, for its owner alone', async () => {
    const file = (await newFile(files, 'out.csv', false)).begin();
    await file.write('a,b\n');
    expect(await names()).toEqual(['out.csv.part']);
    await file.write(Buffer.from('1,2\n'));
    expect(await file.finish()).toBe(8);
    expect(await names()).toEqual(['out.csv']);
    expect(await readFile(path, 'utf8')).toBe('a,b\n1,2\n');
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('that is given up leaves nothing, also where nothing was written yet', async () => {
    const file = (await newFile(files, 'out.csv', false)).begin();
    await file.write('a');
    await file.abandon();
    await (await newFile(files, 'out.csv', false)).begin().abandon();
    expect(await names()).toEqual([]);
  });

  test('is refused where something is there, and replaces it with force', async () => {
    await writeFile(path, 'mine');
    expect(await failureOf(newFile(files, 'out.csv', false))).toMatchObject({
      kind: 'LocalFile',
      hint: 'name another file, or replace it with --force',
    });
    await (await newFile(files, 'out.csv', true)).write('new');
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  test('does not replace what came there meanwhile', async () => {
    const file = (await newFile(files, 'out.csv', false)).begin();
    await file.write('a');
    await writeFile(path, 'mine');
    expect((await failureOf(file.finish())).kind).toBe('LocalFile');
    await file.abandon();
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect(await names()).toEqual(['out.csv']);
  });

  test('leaves alone what somebody else is writing under the same name', async () => {
    await writeFile(`${path}.part`, 'theirs');
    const file = (await newFile(files, 'out.csv', false)).begin();
    expect((await failureOf(file.write('a'))).kind).toBe('LocalFile');
    await file.abandon();
    expect(await readFile(`${path}.part`, 'utf8')).toBe('theirs');
  });

  test('is no folder', async () => {
    await mkdir(path);
    expect((await failureOf(newFile(files, 'out.csv', true))).message).toContain('is a folder');
  });

  test.skipIf(process.platform === 'win32')('takes the place of no device', async () => {
    expect((await failureOf(newFile(files, '/dev/null', true))).message).toBe('/dev/null is no plain file');
  });
});

import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openState } from '../../src/config/state.ts';
import { stateDirectory } from '../../src/config/state-directory.ts';
import { shellMemory } from '../../src/programs/shell-memory.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeRuntime } from '../support/make-runtime.ts';

describe('the state', () => {
  test('is remembered from one run to the next, in a folder and a file closed to others', async () => {
    const { files, home, uid } = makeRuntime();
    const directory = join(home, 'state', 'cblr');
    await openState(directory, files, uid).set('last.profile', 'prod');
    expect(await openState(directory, files, uid).get('last.profile')).toBe('prod');
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, 'state.json'))).mode & 0o777).toBe(0o600);
  });

  test('forgets what is set to undefined, and starts anew where the file is broken', async () => {
    const { files, home, uid } = makeRuntime();
    const state = openState(home, files, uid);
    await state.set('a', 1);
    await state.set('a', undefined);
    expect(await state.get('a')).toBeUndefined();
    await writeFile(join(home, 'state.json'), '{broken');
    expect(await openState(home, files, uid).get('a')).toBeUndefined();
  });

  test('that cannot be kept is a LocalFile error that names the folder', async () => {
    const { files, home, uid } = makeRuntime();
    await writeFile(join(home, 'taken'), '');
    expect(await failureOf(openState(join(home, 'taken', 'x'), files, uid).set('a', 1))).toMatchObject({
      kind: 'LocalFile',
    });
  });
});

describe.skipIf(process.platform === 'win32')('a state file that is not only ours', () => {
  const text = '{"settings":{"output":"csv"}}';
  test.each([
    [
      'a pipe, which holds nobody up',
      async (path: string) => execFileSync('mkfifo', [path]),
      'no plain file',
    ],
    [
      'a link',
      async (path: string) => {
        await writeFile(`${path}.real`, text);
        await symlink(`${path}.real`, path);
      },
      'a link',
    ],
    [
      'writable for others',
      async (path: string) => {
        await writeFile(path, text);
        await chmod(path, 0o666);
      },
      'can be written by others',
    ],
    [
      'in a folder that others can write to',
      async (path: string) => {
        await writeFile(path, text);
        await chmod(dirname(path), 0o777);
      },
      'can be written by others',
    ],
  ])('is left alone, and named: %s', { timeout: 5000 }, async (_what, plant, why) => {
    const { files, home, uid } = makeRuntime();
    const directory = join(home, 'cblr');
    const path = join(directory, 'state.json');
    await mkdir(directory, { mode: 0o700 });
    await plant(path);
    const state = openState(directory, files, uid);
    for (const work of [state.get('settings'), state.set('settings', { output: 'json' })]) {
      expect(await failureOf(work)).toMatchObject({
        kind: 'LocalFile',
        message: expect.stringContaining(why),
      });
    }
    const real = await readFile(`${path}.real`, 'utf8').catch(() => text);
    expect(real).toBe(text);
  });

  test('is left alone where another account owns it', async () => {
    const { files, home, uid } = makeRuntime();
    await openState(join(home, 'cblr'), files, uid).set('a', 1);
    const other = openState(join(home, 'cblr'), files, uid + 1);
    expect((await failureOf(other.get('a'))).message).toContain('belongs to another user');
  });

  test('costs the shell a note and no setting', async () => {
    const runtime = makeRuntime();
    execFileSync('mkfifo', [join(runtime.home, 'state.json')]);
    const memory = shellMemory(runtime, runtime.home);
    expect(await memory.load()).toEqual({ settings: {}, aliases: {} });
    expect(runtime.err().match(/are not kept: /g)).toHaveLength(1);
  });
});

test.each([
  ['linux', {}, '/home/a/.local/state/cblr'],
  ['linux', { XDG_STATE_HOME: '/s' }, '/s/cblr'],
  ['linux', { XDG_STATE_HOME: 'relative' }, '/home/a/.local/state/cblr'],
  ['darwin', {}, '/home/a/Library/Application Support/cblr'],
] as const)('the state folder on %s with %j is %s', (platform, env, folder) => {
  expect(stateDirectory({ env, home: '/home/a', platform })).toBe(folder);
});

test('the state folder on Windows is below the local application data', () => {
  const home = 'C:\\Users\\a';
  expect(stateDirectory({ env: {}, home, platform: 'win32' })).toBe('C:\\Users\\a\\AppData\\Local\\cblr');
  expect(stateDirectory({ env: { LOCALAPPDATA: 'D:\\L' }, home, platform: 'win32' })).toBe('D:\\L\\cblr');
});

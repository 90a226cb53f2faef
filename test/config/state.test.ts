import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openState } from '../../src/config/state.ts';
import { stateDirectory } from '../../src/config/state-directory.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeRuntime } from '../support/make-runtime.ts';

describe('the state', () => {
  test('is remembered from one run to the next, in a folder and a file closed to others', async () => {
    const { files, home } = makeRuntime();
    const directory = join(home, 'state', 'cblr');
    await openState(directory, files).set('last.profile', 'prod');
    expect(await openState(directory, files).get('last.profile')).toBe('prod');
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, 'state.json'))).mode & 0o777).toBe(0o600);
  });

  test('forgets what is set to undefined, and starts anew where the file is broken', async () => {
    const { files, home } = makeRuntime();
    const state = openState(home, files);
    await state.set('a', 1);
    await state.set('a', undefined);
    expect(await state.get('a')).toBeUndefined();
    await writeFile(join(home, 'state.json'), '{broken');
    expect(await openState(home, files).get('a')).toBeUndefined();
  });

  test('that cannot be kept is a LocalFile error that names the folder', async () => {
    const { files, home } = makeRuntime();
    await writeFile(join(home, 'taken'), '');
    expect(await failureOf(openState(join(home, 'taken', 'x'), files).set('a', 1))).toMatchObject({
      kind: 'LocalFile',
    });
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

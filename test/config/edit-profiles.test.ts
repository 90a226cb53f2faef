import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { putSection, setUse } from '../../src/config/cbrc-edit.ts';
import { editProfiles } from '../../src/config/edit-profiles.ts';
import { loadProfile } from '../../src/config/profiles.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeRuntime } from '../support/make-runtime.ts';

describe('editing the profile file', () => {
  test('makes it, closed to others, so that it can be used at once', async () => {
    const runtime = makeRuntime();
    const path = await editProfiles(runtime, (text) =>
      setUse(putSection(text, 'a', { url: 'https://a', token: 't' }), 'a'),
    );
    expect(path).toBe(join(runtime.home, '.cbrc'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await loadProfile(runtime)).toMatchObject({ name: 'a', url: 'https://a' });
  });

  test('refuses to go on from one that others can read, and leaves it as it is', async () => {
    const runtime = makeRuntime();
    const path = join(runtime.home, '.cbrc');
    await writeFile(path, '[a]\n');
    await chmod(path, 0o644);
    const error = await failureOf(editProfiles(runtime, (text) => putSection(text, 'b', {})));
    expect(error).toMatchObject({ kind: 'Config', hint: expect.stringContaining('chmod 600') });
    expect(await readFile(path, 'utf8')).toBe('[a]\n');
  });

  test('does not replace a link by a file', async () => {
    const runtime = makeRuntime();
    await writeFile(join(runtime.home, 'real'), '[a]\n', { mode: 0o600 });
    await symlink(join(runtime.home, 'real'), join(runtime.home, '.cbrc'));
    expect(await failureOf(editProfiles(runtime, (text) => putSection(text, 'b', {})))).toMatchObject({
      kind: 'Config',
    });
  });

  test('names the file and line of one that cannot be read', async () => {
    const runtime = makeRuntime();
    await writeFile(join(runtime.home, '.cbrc'), '[a]\n[a]\n', { mode: 0o600 });
    const error = await failureOf(editProfiles(runtime, (text) => putSection(text, 'b', {})));
    expect(error).toMatchObject({ kind: 'Config', context: { path: join(runtime.home, '.cbrc'), line: 2 } });
  });
});

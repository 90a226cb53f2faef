import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStartupFiles } from '../../src/config/startup-files.ts';
import { makeRuntime, type RuntimeOptions } from '../support/make-runtime.ts';

function prepare(options: RuntimeOptions = {}) {
  const runtime = makeRuntime(options);
  const folder = join(runtime.home, '.config', 'cblr');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'shellrc');
  return { runtime, folder, path };
}

describe.skipIf(process.platform === 'win32')('startup files', () => {
  it('are one for all and one a profile, in this order; none is no fault', async () => {
    const { runtime, path } = prepare();
    expect(await readStartupFiles(runtime, 'prod')).toEqual([]);
    writeFileSync(path, 'set times local\n');
    writeFileSync(`${path}-my_prod`, 'alias l = ls\n');
    expect(await readStartupFiles(runtime, 'my prod')).toEqual([
      { path, text: 'set times local\n' },
      { path: `${path}-my_prod`, text: 'alias l = ls\n' },
    ]);
  });

  it.each([
    ['writable by others', (path: string) => chmodSync(path, 0o666), 'can be written by others'],
    ['writable by the group', (path: string) => chmodSync(path, 0o664), 'can be written by others'],
    ['too large', (path: string) => writeFileSync(path, 'x'.repeat(65_537)), 'is larger than 65536 bytes'],
  ])('%s is left alone', async (_how, spoil, why) => {
    const { runtime, path } = prepare();
    writeFileSync(path, 'set output csv', { mode: 0o600 });
    spoil(path);
    expect(await readStartupFiles(runtime, 'default')).toMatchObject([
      { path, fault: expect.stringContaining(why) },
    ]);
  });

  it("another account's is left alone", async () => {
    const { runtime, path } = prepare();
    writeFileSync(path, 'set output csv', { mode: 0o600 });
    const found = await readStartupFiles({ ...runtime, uid: runtime.uid + 1 }, 'default');
    expect(found).toEqual([{ path, fault: 'belongs to another user' }]);
  });

  it('a link to a file of the user is followed; what others may read is no secret', async () => {
    const { runtime, path } = prepare();
    writeFileSync(`${path}.real`, 'set output csv', { mode: 0o644 });
    symlinkSync(`${path}.real`, path);
    expect(await readStartupFiles(runtime, 'default')).toEqual([{ path, text: 'set output csv' }]);
  });

  it('lie where XDG_CONFIG_HOME says, and nowhere without a home', async () => {
    const { runtime, folder, path } = prepare();
    writeFileSync(path, '#');
    const xdg = { ...runtime, home: '', env: { XDG_CONFIG_HOME: join(folder, '..') } };
    expect(await readStartupFiles(xdg, 'default')).toEqual([{ path, text: '#' }]);
    expect(await readStartupFiles({ ...runtime, home: '' }, 'default')).toEqual([]);
  });
});

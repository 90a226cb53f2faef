import { existsSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { windowsPlace } from '../../src/runtime/windows-place.ts';

const on = (platform: NodeJS.Platform) =>
  makeLocalFiles({ directory: tmpdir(), home: tmpdir(), temporary: tmpdir(), platform });

describe('local paths on Windows', () => {
  it('are what its programs make of them', () => {
    expect(windowsPlace('C:\\case\\foo. .')).toBe('C:\\case\\foo');
    expect(windowsPlace('C:\\case.\\foo')).toBe('C:\\case.\\foo');
    expect(windowsPlace('C:\\')).toBe('C:\\');
    for (const name of ['NUL', 'nul ', 'Nul.']) expect(windowsPlace(`C:\\case\\${name}`)).toBe(devNull);
  });

  it.each(['com1', 'aux.txt', 'CON'])('%s is refused: it would be a file that nothing can open', (name) => {
    expect(() => on('win32').resolve(name)).toThrow(`${name} is a device of Windows`);
    expect(on('linux').resolve(name)).toBe(join(tmpdir(), name));
  });

  it('what is redirected to NUL goes nowhere, and no file comes of it', async () => {
    const writer = await on('win32').openWriter('NUL', { mode: 0o600, flags: 'truncate', followLink: true });
    await writer.write(Buffer.from('x'));
    await writer.close();
    expect(existsSync(join(tmpdir(), 'NUL'))).toBe(false);
    await expect(on('win32').holdPlace('nul')).rejects.toMatchObject({
      message: `${devNull} is no plain file`,
    });
  });
});

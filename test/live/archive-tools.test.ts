import { describe, expect, it } from 'vitest';
import { type Archiving, archiveTools } from '../../src/live/archive-tools.ts';
import { failureOf } from '../support/failure-of.ts';

const windows = (archiving: Archiving) => archiveTools('windows', archiving, 'C:\\Windows\\CarbonBlack');
const unix = (archiving: Archiving) => archiveTools('unix', archiving, '/');

/** The script of an encoded command. */
const scriptOf = (line: string): string =>
  Buffer.from(line.split(' ').at(-1) ?? '', 'base64').toString('utf16le');

describe('archiveTools', () => {
  it('gives tar and a cmdlet on Windows, no name of which means anything to them', () => {
    const [tar, cmdlet] = windows({ kind: 'pack', archive: 'C:\\t\\a b.zip', path: 'C:\\t\\@it\u2019s $x' });
    expect(tar?.line).toBe(
      'C:\\Windows\\System32\\tar.exe -a -c -f "C:\\t\\a b.zip" -C C:\\t "./@it\u2019s $x"',
    );
    expect(scriptOf(cmdlet?.line ?? '')).toBe(
      "$ProgressPreference='SilentlyContinue';Compress-Archive -LiteralPath 'C:\\t\\@it\u2019\u2019s $x' -DestinationPath 'C:\\t\\a b.zip' -ErrorAction Stop",
    );
    const unpack = windows({ kind: 'unpack', archive: 'C:\\t\\a.zip', path: 'C:\\o' });
    expect(unpack[0]?.line).toBe('C:\\Windows\\System32\\tar.exe -x -k -f C:\\t\\a.zip -C C:\\o');
    expect(scriptOf(unpack[1]?.line ?? '')).toContain("Expand-Archive -LiteralPath 'C:\\t\\a.zip'");
    expect(windows({ kind: 'pack', archive: 'C:\\t\\a.tgz', path: 'C:\\o' }).map(({ name }) => name)).toEqual(
      ['tar'],
    );
  });

  it('gives zip, unzip and tar elsewhere, by the kind of the archive', () => {
    expect(unix({ kind: 'pack', archive: '/t/a.ZIP', path: '/t/-rf; x' })).toMatchObject([
      { name: 'zip', line: "/usr/bin/zip -r -q /t/a.ZIP './-rf; x'", directory: '/t' },
    ]);
    expect(unix({ kind: 'unpack', archive: '/t/a.zip', path: '/o' })[0]?.line).toBe(
      '/usr/bin/unzip -n -q /t/a.zip -d /o',
    );
    expect(unix({ kind: 'pack', archive: '/t/a.tar.gz', path: '/etc/ssh' }).map(({ line }) => line)).toEqual([
      '/usr/bin/tar -c -z -f /t/a.tar.gz -C /etc ssh',
      '/bin/tar -c -z -f /t/a.tar.gz -C /etc ssh',
    ]);
  });

  it.each(['C:\\t\\nul.zip', 'C:\\t\\a*.zip', '\\\\?\\C:\\t\\a.zip', 'C:\\t\\f:s.zip', 'C:\\t\\x'])(
    'hands no program %s',
    async (archive) => {
      const error = await failureOf(
        Promise.resolve().then(() => windows({ kind: 'pack', archive, path: 'C:\\o' })),
      );
      expect(error.kind).toBe('Usage');
    },
  );
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readCertutil, readSums } from '../../src/live/hash/hash-output.ts';
import { hashTools } from '../../src/live/hash/hash-tools.ts';

const of = (text: string, name = 'sha256') => createHash(name).update(text).digest('hex');
const a = 'C:\\p\\a.txt';
const sha = of('a');
const spaced = sha.replace(/..(?=.)/g, '$& ');
const done = 'CertUtil: -hashfile command completed successfully.';
const print = (...lines: string[]) => `${lines.join('\r\n')}\r\n`;

describe('what certutil prints', () => {
  it.each([
    ['Windows 10', print(`SHA256 hash of ${a}:`, sha, done)],
    ['Windows 7', print(`SHA256 hash of file ${a}:`, spaced, done)],
    [
      'German',
      print(`SHA256-Hash von ${a}:`, sha, 'CertUtil: -hashfile-Befehl wurde erfolgreich ausgeführt.'),
    ],
    [
      'Japanese',
      print(`SHA256 ハッシュ (対象 ${a}):`, sha, 'CertUtil: -hashfile コマンドは正常に完了しました。'),
    ],
    ['upper case', print(`SHA256 hash of ${a}:`, sha.toUpperCase(), done)],
  ])('is read: %s', (_what, output) => {
    expect([...readCertutil(output, [a], 'sha256')]).toEqual([[a, sha]]);
  });

  it.each([
    ['another file', print(`SHA256 hash of C:\\p\\b.txt:`, sha, done)],
    ['another hash', print(`MD5 hash of ${a}:`, sha, done)],
    ['one of another length', print(`SHA256 hash of ${a}:`, of('a', 'sha1'), done)],
    ['no last line', print(`SHA256 hash of ${a}:`, sha)],
    ['a line between', print(`SHA256 hash of ${a}:`, '', sha, done)],
    ['blanks at odd places', print(`SHA256 hash of ${a}:`, `${sha.slice(0, 3)} ${sha.slice(3)}`, done)],
    ['an error behind', print(`SHA256 hash of ${a}:`, sha, 'CertUtil: -hashfile command FAILED: 0x80070020')],
    [
      'an error alone',
      print(
        'CertUtil: -hashfile command FAILED: 0x80070002 (WIN32: 2 ERROR_FILE_NOT_FOUND)',
        'CertUtil: gone',
      ),
    ],
    [
      'two hashes for one file',
      print(`SHA256 hash of ${a}:`, sha, done, `SHA256 hash of ${a}:`, of('other'), done),
    ],
    ['nothing', ''],
  ])('is not believed: %s', (_what, output) => {
    expect(readCertutil(output, [a], 'sha256').size).toBe(0);
  });

  it('tells files apart of which one begins like another', () => {
    const [short, long] = ['C:\\p\\a', 'C:\\p\\a b'];
    const output = print(
      `MD5 hash of ${long}:`,
      of('long', 'md5'),
      done,
      `MD5 hash of ${short}:`,
      of('s', 'md5'),
      done,
    );
    expect(readCertutil(output, [short, long], 'md5')).toEqual(
      new Map([
        [long, of('long', 'md5')],
        [short, of('s', 'md5')],
      ]),
    );
  });
});

describe('what sha256sum and its like print', () => {
  it.each([
    ['as text', '/p/a', `${sha}  /p/a\n`],
    ['as bytes', '/p/a', `${sha} */p/a\n`],
    ['as md5 -r', '/p/a', `${sha} /p/a\n`],
    ['with a backslash, escaped', '/p/a\\b', `\\${sha}  /p/a\\\\b\n`],
    ['with a backslash, as it is', '/p/a\\b', `${sha}  /p/a\\b\n`],
    ['with words of an error among them', '/p/a', `sha256sum: /p/b: No such file\n${sha}  /p/a\n`],
  ])('is read: %s', (_what, path, output) => {
    expect([...readSums(output, [path], 'sha256')]).toEqual([[path, sha]]);
  });

  it.each([
    ['another file', `${sha}  /p/b\n`],
    ['a longer name', `${sha}  /p/a b\n`],
    ['a longer hash', `${sha}0  /p/a\n`],
    ['no hash', 'sha256sum: /p/a: Permission denied\n'],
    ['two hashes for one file', `${sha}  /p/a\n${of('b')}  /p/a\n`],
  ])('is not believed: %s', (_what, output) => {
    expect(readSums(output, ['/p/a'], 'sha256').size).toBe(0);
  });
});

describe('a command line for', () => {
  const [certutil] = hashTools('windows', 'sha256', 'C:\\Windows\\CarbonBlack');
  const [sums] = hashTools('unix', 'sha256', '/opt/cbsensor');

  it.each([
    'C:\\p\\a"b',
    'C:\\p\\foo.',
    'C:\\p\\foo ',
    'C:\\p\\nul.txt',
    'C:\\p\\*',
    'C:\\p\\a\nb',
    '\\\\?\\C:\\p\\a',
    '\\\\.\\PhysicalDrive0',
    `C:\\${'a'.repeat(300)}`,
  ])('certutil never holds %j', (path) => {
    expect(certutil?.line([path])).toBeUndefined();
    expect(certutil?.line([a, path])).toBeUndefined();
  });

  it('a name that could begin a variable stands alone, where no interpreter reads it', () => {
    expect(certutil?.line(['C:\\p\\%PATH%'])).toBe(
      'C:\\Windows\\System32\\certutil.exe -hashfile C:\\p\\%PATH% SHA256',
    );
    expect(certutil?.line(['C:\\p\\a%b', 'C:\\p\\c%d'])).toBeUndefined();
  });

  it('several files are quoted for cmd.exe, as far as its line goes', () => {
    expect(certutil?.line(['C:\\p\\a&calc', 'C:\\p\\^b)c'])).toBe(
      'C:\\Windows\\System32\\cmd.exe /d /v:off /c ' +
        'C:\\Windows\\System32\\certutil.exe -hashfile "C:\\p\\a&calc" SHA256 & ' +
        'C:\\Windows\\System32\\certutil.exe -hashfile "C:\\p\\^b)c" SHA256',
    );
    expect(certutil?.line(Array.from({ length: 200 }, (_, n) => `C:\\p\\file ${n}.bin`))).toBeUndefined();
  });

  it('a shell name with a line end, which could write the line of another file, is in none', () => {
    expect(sums?.line([`/p/x\n${sha}  /etc/passwd`])).toBeUndefined();
    expect(sums?.line(["/p/a'b;id", '/p/$(id)'])).toBe("/usr/bin/sha256sum '/p/a'\\''b;id' '/p/$(id)'");
  });
});

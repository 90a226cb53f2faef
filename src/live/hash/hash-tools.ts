import { quoteForPosix, quoteForWindows } from '../../text/quote.ts';
import { type PathStyle, remotePaths } from '../../text/remote-path.ts';
import { systemFolder } from '../helper-path.ts';
import { type HashName, readCertutil, readSums } from './hash-output.ts';

/** A program of the sensor's system that hashes files. */
export interface HashTool {
  readonly name: string;
  /** Nobody but administrators puts programs there. */
  readonly directory: string;
  /** One command line for all of these; undefined where they are too long or too odd to stand in one. */
  line(paths: readonly string[]): string | undefined;
  /** The hashes that its output surely tells, by path. */
  read(output: string, paths: readonly string[]): ReadonlyMap<string, string>;
}

/** Longer paths Win32 takes only as they stand, which the tool has not been seen to do. */
const longestPath = 259;
/** cmd.exe reads 8191 characters, `CreateProcess` 32,767. */
const longestForCmd = 8000;
const longestLine = 32_000;

/** What the sensor's system may have, the likeliest first: the next is tried where one is not there. */
export function hashTools(style: PathStyle, hash: HashName, sensorDirectory: string): readonly HashTool[] {
  if (style === 'windows') return [certutil(hash, systemFolder(sensorDirectory))];
  const bits = { md5: undefined, sha1: '1', sha256: '256' }[hash];
  const ofMac = bits === undefined ? ['/sbin/md5', '-r'] : ['/usr/bin/shasum', '-a', bits];
  return [[`/usr/bin/${hash}sum`], ofMac].map((words) => sums(words, hash));
}

/** It takes one file: several are one line of cmd.exe. */
function certutil(hash: HashName, directory: string): HashTool {
  const program = `${directory}\\certutil.exe`;
  const { misread } = remotePaths('windows');
  const isOdd = (path: string): boolean =>
    !/^(?:[a-z]:\\|\\\\[^?.\\])[^"*<>?|\u0000-\u001f]*$/i.test(path) ||
    path.length > longestPath ||
    misread(path) !== undefined;
  return {
    name: 'certutil',
    directory,
    line(paths) {
      if (paths.some(isOdd)) return undefined;
      const [only = ''] = paths;
      const words = (path: string): readonly string[] => [program, '-hashfile', path, hash.toUpperCase()];
      if (paths.length === 1) return quoteForWindows(words(only));
      // Quotes do not keep cmd.exe from reading a variable, which may begin in one name and end in the next.
      if (paths.some((path) => path.includes('%'))) return undefined;
      const each = paths.map((path) => `${program} -hashfile "${path}" ${hash.toUpperCase()}`);
      const line = `${directory}\\cmd.exe /d /v:off /c ${each.join(' & ')}`;
      return line.length > longestForCmd ? undefined : line;
    },
    read: (output, paths) => readCertutil(output, paths, hash),
  };
}

function sums(words: readonly string[], hash: HashName): HashTool {
  return {
    name: words[0]?.split('/').at(-1) ?? '',
    directory: '/',
    line(paths) {
      // A name with a line end in it could write the line of another file.
      if (paths.some((path) => !path.startsWith('/') || /[\r\n\0]/.test(path))) return undefined;
      const line = quoteForPosix([...words, ...paths]);
      return line.length > longestLine ? undefined : line;
    },
    read: (output, paths) => readSums(output, paths, hash),
  };
}

import type { Stats } from 'node:fs';
import type { LocalStat } from '../ports/local-files.ts';

/** What the system says of a file, in our words. */
export function localStat(path: string, stats: Stats, isLink: boolean): LocalStat {
  return {
    path,
    isDirectory: stats.isDirectory(),
    isFile: stats.isFile(),
    isLink,
    size: stats.size,
    modifiedMs: stats.mtimeMs,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
  };
}

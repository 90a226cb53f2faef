import type { Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs';
import { promisify } from 'node:util';
import type { LocalEntry, LocalStat } from '../ports/local-files.ts';
import { hasCode, localFileError } from './local-file-error.ts';

// `promises` would load `node:readline` with it.
const looks = { lstat: promisify(lstat), stat: promisify(stat), readdir: promisify(readdir) };

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

/** Undefined where nothing is; of a link what it leads to, or of one that leads nowhere itself. */
export async function statLocal(path: string, shown = path): Promise<LocalStat | undefined> {
  try {
    const own = await looks.lstat(path);
    if (!own.isSymbolicLink()) return localStat(shown, own, false);
    const target = await looks.stat(path).catch(() => undefined);
    return localStat(shown, target ?? own, true);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw localFileError(error, 'look at', shown);
  }
}

/** In the order of the names. */
export async function listLocal(path: string, shown = path): Promise<readonly LocalEntry[]> {
  try {
    const entries = await looks.readdir(path, { withFileTypes: true });
    return entries
      .map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw localFileError(error, 'list', shown);
  }
}

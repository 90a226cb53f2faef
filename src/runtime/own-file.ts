import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { OwnFile, OwnFileFault, OwnFileRule } from '../ports/local-files.ts';
import { decodeSavedText } from '../text/utf16.ts';
import { hasCode } from './local-file-error.ts';

const noFollow = constants.O_NOFOLLOW;
const nonBlocking = constants.O_NONBLOCK ?? 0;

/**
 * The one rule for files of ours. It is held against the file that was opened, which nobody can change for another any more; opened so that
 * neither a pipe nor a device makes anybody wait. In one go, as they are small: five ways to a thread and back take longer than a request.
 */
export function readOwnFile(path: string, rule: OwnFileRule): OwnFile | undefined {
  let file: number | undefined;
  try {
    // Where the system cannot refuse a link by itself.
    if (noFollow === undefined && rule.followLink !== true && lstatSync(path).isSymbolicLink()) return link;
    file = openSync(
      path,
      constants.O_RDONLY | nonBlocking | (rule.followLink === true ? 0 : (noFollow ?? 0)),
    );
    const stats = fstatSync(file);
    return ownFileFault(stats, rule) ?? textOf(file, stats, rule);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    if (hasCode(error, 'ELOOP')) return link;
    // What a socket says that is opened.
    if (hasCode(error, 'ENXIO')) return notPlain;
    return { fault: 'unreadable', why: `cannot be read (${(error as NodeJS.ErrnoException).code ?? error})` };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const link: OwnFileFault = { fault: 'link', why: 'is a link, which is not followed' };
const notPlain: OwnFileFault = { fault: 'not plain', why: 'is no plain file' };

/** What is wrong with an opened file of ours. */
export function ownFileFault(
  stats: Stats,
  { uid, orRoot = false, most, others }: OwnFileRule,
): OwnFileFault | undefined {
  const mode = stats.mode & 0o7777;
  if (!stats.isFile()) return notPlain;
  if (uid >= 0) {
    if (stats.uid !== uid && !(orRoot && stats.uid === 0))
      return { fault: 'owner', why: 'belongs to another user', mode };
    const shown = `(mode ${mode.toString(8).padStart(4, '0')})`;
    if (others === undefined && (mode & 0o077) !== 0)
      return { fault: 'mode', why: `can be read or written by others ${shown}`, mode };
    if (others === 'read' && (mode & 0o022) !== 0)
      return { fault: 'mode', why: `can be written by others ${shown}`, mode };
  }
  return stats.size > most ? { fault: 'size', why: `is larger than ${most} bytes`, mode } : undefined;
}

function textOf(file: number, { size, mode }: Stats, { most }: OwnFileRule): OwnFile {
  // It may grow while it is read; one below /proc says that it has no size.
  const bytes = Buffer.alloc(Math.min(most, Math.max(size, 64 * 1024)));
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(file, bytes, filled, bytes.length - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return { text: decodeSavedText(bytes.subarray(0, filled)), mode: mode & 0o7777 };
}

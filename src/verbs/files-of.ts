import { CbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { hasWildcard } from '../text/glob.ts';
import type { VerbContext } from './context.ts';
import type { WatchedWalk } from './watch-walk.ts';

/**
 * Paths of the files that typed words mean. Only a wildcard is looked up: that a named file is there shows when it is read. Directories
 * that a wildcard matches are passed over.
 */
export async function* filesOf(
  typed: readonly string[],
  { live, signal, note }: Pick<VerbContext, 'live' | 'signal' | 'note'>,
): AsyncGenerator<string> {
  for (const word of typed) {
    const path = live.resolve(word);
    if (live.paths.isRoot(path) || live.paths.meansDirectory(word))
      throw new CbError('Usage', `${path} is a directory`, { hint: 'ls shows what is in it' });
    if (!hasWildcard(live.paths.basename(path), live.paths.style)) {
      yield path;
      continue;
    }
    for (const entry of await live.files.expand(word, signal)) {
      if (entry.isDirectory) note(`${entry.path} is a directory: passed over`);
      else yield entry.path;
    }
  }
}

/** What typed words mean, for walks to begin with: a link to a directory that only a wildcard matched is passed over, as are those below. */
export async function* startsOf(
  typed: readonly string[],
  { options }: WatchedWalk,
  { live, signal }: Pick<VerbContext, 'live' | 'signal'>,
): AsyncGenerator<FileEntry> {
  for (const word of typed) {
    const isWild = hasWildcard(live.paths.basename(live.resolve(word)), live.paths.style);
    for (const entry of await live.files.expand(word, signal)) {
      if (isWild && entry.isDirectory && entry.isLink) options.onLink?.(entry);
      else yield entry;
    }
  }
}

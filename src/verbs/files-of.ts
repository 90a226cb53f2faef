import { CbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import type { TypedGlob } from '../text/typed-glob.ts';
import type { VerbContext } from './context.ts';
import type { WatchedWalk } from './watch-walk.ts';

/**
 * Paths of the files that typed words mean. Only a wildcard is looked up: that a named file is there shows when it is read. Directories
 * that a wildcard matches are passed over.
 */
export async function* filesOf(
  typed: readonly TypedGlob[],
  { options }: WatchedWalk,
  { live, signal, note }: Pick<VerbContext, 'live' | 'signal' | 'note'>,
): AsyncGenerator<string> {
  for (const glob of typed) {
    const path = live.files.named(glob);
    if (path === undefined) {
      for (const entry of await live.files.expand(glob, { signal, ...options })) {
        if (entry.isDirectory) note(`${entry.path} is a directory: passed over`);
        else yield entry.path;
      }
    } else if (live.paths.isRoot(path) || live.paths.meansDirectory(glob.typed))
      throw new CbError('Usage', `${path} is a directory`, { hint: 'ls shows what is in it' });
    else yield path;
  }
}

/** What typed words mean, for walks to begin with: a link to a directory that only a wildcard matched is passed over, as are those below. */
export async function* startsOf(
  typed: readonly TypedGlob[],
  { options }: WatchedWalk,
  { live, signal }: Pick<VerbContext, 'live' | 'signal'>,
): AsyncGenerator<FileEntry> {
  for (const glob of typed) {
    const isWild = live.files.named(glob) === undefined;
    for (const entry of await live.files.expand(glob, { signal, ...options })) {
      if (isWild && entry.isDirectory && entry.isLink) options.onLink?.(entry);
      else yield entry;
    }
  }
}

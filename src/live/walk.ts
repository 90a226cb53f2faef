import { CbError, isCbError } from '../errors/cb-error.ts';
import type { FileEntry } from './file-entry.ts';
import { listDirectory, listStart } from './files.ts';
import type { Workplace } from './workplace.ts';

export interface WalkEntry extends FileEntry {
  /** 1 for what is directly in the start. */
  readonly depth: number;
  /** The directory whose listing shows it; the name may pretend another one. */
  readonly directory: string;
}

export interface WalkOptions {
  /** 128 when not said: no honest disk is deeper, and a sensor may list a directory in itself for ever. */
  readonly maxDepth?: number;
  readonly signal: AbortSignal;
  /** A directory that could not be listed, or not read in whole; the walk goes on. */
  readonly onError: (path: string, error: unknown) => void;
  /** A directory that is a link and was not walked. */
  readonly onLink?: (entry: FileEntry) => void;
  /** False for a directory that is shown, and not gone into. */
  readonly enters?: (entry: FileEntry) => boolean;
  /** What the start holds, where that was listed already. */
  readonly listed?: readonly FileEntry[];
}

const deepestWalk = 128;
/** What the endpoint's systems can name, in characters. */
const longestPath = 32_767;

/** Everything below a directory, parents first, as it is found. Links are shown, not followed; a directory listed twice is walked once. */
export async function* walk(work: Workplace, start: string, options: WalkOptions): AsyncGenerator<WalkEntry> {
  const deepest = options.maxDepth ?? deepestWalk;
  const queue: { readonly path: string; readonly depth: number }[] = [{ path: start, depth: 0 }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    let entries: readonly FileEntry[];
    try {
      const onUnread = (sentence: string) => options.onError(next.path, new CbError('BadReply', sentence));
      const list = next.depth === 0 ? listStart : listDirectory;
      entries =
        next.depth === 0 && options.listed !== undefined
          ? options.listed
          : await list(work, next.path, options.signal, { onUnread });
    } catch (error) {
      if (next.depth === 0 || !isCbError(error, 'CommandFailed', 'NotOnSensor', 'BadReply', 'ServerError'))
        throw error;
      options.onError(next.path, error);
      continue;
    }
    const depth = next.depth + 1;
    const below = new Set<string>();
    for (const entry of entries) {
      yield { ...entry, depth, directory: next.path };
      if (!entry.isDirectory || options.enters?.(entry) === false) continue;
      if (!work.paths.isName(entry.name)) {
        // One with a separator in it, which only a sensor that lies can show, may lead back up.
        options.onError(entry.path, noName(entry));
        continue;
      }
      if (entry.isLink) {
        if (depth < deepest) options.onLink?.(entry);
        continue;
      }
      const isTooDeep = depth >= deepest || entry.path.length > longestPath;
      if (!isTooDeep) below.add(entry.path);
      else if (options.maxDepth === undefined || depth < options.maxDepth)
        options.onError(entry.path, tooDeep());
    }
    for (const path of [...below].reverse()) queue.push({ path, depth });
  }
}

export function noName({ name }: Pick<FileEntry, 'name'>): CbError {
  return new CbError('CommandFailed', `${name} cannot be a name: what is below is left out`);
}

function tooDeep(): CbError {
  return new CbError('CommandFailed', `too deep: what is below is left out`, {
    hint: 'begin further down, or say how deep with --depth',
  });
}

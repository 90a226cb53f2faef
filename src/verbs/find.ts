import { CbError } from '../errors/cb-error.ts';
import { MissingFault } from '../errors/missing-fault.ts';
import type { WalkEntry } from '../live/walk.ts';
import { rows } from '../spec/result.ts';
import { matchGlob } from '../text/glob.ts';
import { quoteGlob, quoteWord } from '../text/quote.ts';
import type { RemotePaths } from '../text/remote-path.ts';
import { wide } from '../views/column-over.ts';
import { type VerbContext, verb } from './context.ts';
import { entryColumns } from './file-columns.ts';
import { findItems, foundColumns } from './reg/find-items.ts';
import { type WatchedWalk, watchWalk } from './watch-walk.ts';

interface Wanted {
  readonly name: readonly string[];
  readonly type: 'f' | 'd' | undefined;
  readonly newer: number | undefined;
  readonly larger: number | undefined;
}

export const find = verb({
  name: 'find',
  about: 'look for files and directories, or keys and values, below a place',
  details:
    'Entries come as they are found. Links are shown and not followed, which is said; so is a directory that cannot be listed, and then the exit code is 6. In the registry d are keys, and f values.',
  group: 'files',
  wire: ['directory list'],
  wireAtTimes: ['reg enum key'],
  effect: 'reads',
  operands: {
    path: {
      kind: 'itemPath',
      isFolder: true,
      optional: true,
      about: 'directory or key to begin with; where the shell stands when not said',
    },
  },
  options: {
    name: { kind: 'text', repeat: true, value: 'GLOB', about: 'names that match; any of several' },
    type: {
      kind: 'choice',
      choices: ['f', 'd'],
      about: 'only files and values, or only directories and keys',
    },
    newer: { kind: 'timeMs', about: 'written at this time or later' },
    larger: { kind: 'size', about: 'files of this size or more' },
    depth: { kind: 'integer', value: 'N', about: 'how many levels down' },
  },
  beyond: 'a name is sought with --name: find . --name *.exe',
  search: ['where', 'search', 'locate', 'glob', 'forfiles', 'registry'],
  examples: [
    { line: 'find C:\\Users --name *.exe --newer 2014-12-10', shows: 'programs written since that day' },
    { line: 'find HKLM\\SYSTEM\\CurrentControlSet\\Services --name *Dll', shows: 'values of services' },
    { line: 'find /tmp --type f --larger 10K', sensor: '1', shows: 'files larger than 10 KiB' },
  ],

  run({ path = '.', depth, ...wanted }, context) {
    if (depth !== undefined && depth < 1) throw new CbError('Usage', '--depth wants 1 or more');
    if (context.live.isOfRegistry(path)) {
      if (wanted.newer !== undefined || wanted.larger !== undefined)
        throw new CbError('Usage', 'keys and values have neither time nor size');
      const { found, isPartial } = findItems(path, { ...wanted, depth }, context);
      return rows(found, foundColumns, { noun: 'keys or values', isPartial });
    }
    const { path: whole, size, written, created, accessed, attributes, altName, name } = entryColumns;
    const walked = watchWalk(context);
    return rows(
      search(path, depth, wanted, walked, context),
      [written, size, wide(created), wide(accessed), wide(attributes), wide(altName), wide(name), whole],
      { noun: 'entries', notes: walked.notes, isPartial: walked.isPartial },
    );
  },
});

async function* search(
  typed: string,
  maxDepth: number | undefined,
  wanted: Wanted,
  walked: WatchedWalk,
  { live, signal }: VerbContext,
): AsyncGenerator<WalkEntry> {
  const start = live.resolve(typed);
  const found = live.files.walk(start, {
    signal,
    ...walked.options,
    ...(maxDepth === undefined ? {} : { maxDepth }),
  });
  try {
    for await (const entry of found) {
      if (isWanted(entry, wanted, live.paths.style)) yield entry;
    }
  } catch (error) {
    throw error instanceof MissingFault && live.paths.same(error.path, start)
      ? error.reworded({ hint: nameHint(start, live.paths) })
      : error;
  }
}

/** What is typed first elsewhere is the name that is sought. */
function nameHint(start: string, paths: RemotePaths): string {
  const [folder, name] = [quoteWord(paths.parent(start)), quoteGlob(paths.basename(start))];
  return `a name is sought with --name: find ${folder} --name ${name}`;
}

function isWanted(entry: WalkEntry, wanted: Wanted, style: 'windows' | 'unix'): boolean {
  const { name, type, newer, larger } = wanted;
  if (name.length > 0 && !name.some((glob) => matchGlob(glob, entry.name, style))) return false;
  if (type !== undefined && (type === 'd') !== entry.isDirectory) return false;
  if (newer !== undefined && entry.lastWriteTime * 1000 < newer) return false;
  // One whose size nobody knows may be of any.
  return larger === undefined || (!entry.isDirectory && (entry.size ?? larger) >= larger);
}

import { CbError, isCbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import type { RegistryItem } from '../live/registry-items.ts';
import { type Column, type Result, rows } from '../spec/result.ts';
import { hasWildcard } from '../text/glob.ts';
import type { PathStyle } from '../text/remote-path.ts';
import { type PathPattern, patternsOf } from '../text/typed-glob.ts';
import { wide } from '../views/column-over.ts';
import { type VerbContext, verb } from './context.ts';
import { entryColumns } from './file-columns.ts';
import { itemColumn, itemColumns } from './reg/item-columns.ts';
import { keyPatterns, openItems, sortedItems } from './reg/items.ts';
import { watchUnread } from './watch-unread.ts';
import { watchWalk } from './watch-walk.ts';

const here: readonly PathPattern[] = [{ typed: '.', pattern: '.' }];

interface Listed extends FileEntry {
  /** The directory it was listed in; undefined for an entry that was named. */
  readonly listedIn: string | undefined;
}

interface Order {
  readonly all: boolean;
  readonly byTime: boolean;
  readonly bySize: boolean;
  readonly reverse: boolean;
}

export const ls = verb({
  name: 'ls',
  aliases: ['dir'],
  about: 'list directories and files on the sensor, or registry keys',
  details:
    'Hidden and system entries are shown. A wildcard shows what it matches, not what is in it. Sorted by name unless an option says otherwise. ' +
    'A path that begins with a root of the registry, such as HKLM\\, shows the subkeys and values of a key.',
  group: 'files',
  wire: ['directory list'],
  wireAtTimes: ['reg enum key'],
  effect: 'reads',
  operands: {
    path: { kind: 'itemGlob', many: true, optional: true, about: 'directory, file, key or wildcard' },
  },
  options: {
    long: { kind: 'flag', short: 'l', about: 'attributes, three times and the 8.3 name too' },
    all: { kind: 'flag', short: 'a', about: '. and .. too' },
    byTime: { kind: 'flag', short: 't', about: 'last written first' },
    bySize: { kind: 'flag', short: 'S', about: 'largest first' },
    reverse: { kind: 'flag', short: 'r', about: 'the other way round' },
  },
  conflicts: [['byTime', 'bySize']],
  search: ['list', 'll', 'vdir', 'attrib', 'registry'],
  examples: [
    { line: 'ls', shows: 'the directory of the shell' },
    { line: 'ls -lt C:\\Windows\\Temp\\*.log', shows: 'log files with all fields, the newest first' },
    {
      line: 'ls HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run*',
      shows: 'keys and values that match',
    },
  ],

  async run({ path, long, ...order }, context) {
    const { live, signal } = context;
    const keys = keyPatterns(path, live);
    if (keys !== undefined) return listKeys(keys, order, context);
    const unread = watchUnread(context.note);
    const walked = watchWalk(context);
    const known = new Map<string, readonly FileEntry[]>();
    const how = { dots: order.all, signal, onUnread: unread.onUnread, ...walked.options, known };
    const shown = {
      noun: 'entries',
      wide: long,
      isPartial: () => unread.isPartial() || walked.isPartial(),
      notes: walked.notes,
    };
    const globs = path.length === 0 ? [here] : path.map((glob) => patternsOf(glob, live.paths.style));
    const [first, ...others] = globs.flat();
    if (first === undefined || others.length > 0) {
      const look = async (pattern: PathPattern): Promise<readonly Listed[]> => {
        const { directory, entries } = await live.files.look(pattern, how);
        const inOf = ({ path }: FileEntry) =>
          directory ?? (hasWildcard(pattern.pattern, live.paths.style) ? live.paths.parent(path) : undefined);
        return sorted(entries, order, live.paths.style === 'windows').map((entry) => ({
          ...entry,
          listedIn: inOf(entry),
        }));
      };
      return rows(
        eachPath(globs, look, live.paths.style, context),
        columnsFor<Listed>(listedIn, true),
        shown,
      );
    }
    // A plain array: drawing 100,000 rows shall not wait for each of them.
    const { directory, entries, isSpread } = await live.files.look(first, how);
    const listed = sorted(entries, order, live.paths.style === 'windows');
    const inOf = isSpread ? ({ path }: FileEntry) => live.paths.parent(path) : () => directory;
    return rows(listed, columnsFor(inOf, isSpread), shown);
  },
});

function listedIn(row: Listed): string | undefined {
  return row.listedIn;
}

/** What is in keys, or what their wildcards match. */
async function listKeys(
  globs: readonly (readonly PathPattern[])[],
  order: Order,
  context: VerbContext,
): Promise<Result> {
  if (order.byTime || order.bySize) throw new CbError('Usage', 'keys and values have neither time nor size');
  const { items, isPartial } = openItems(context);
  const shown = { noun: 'subkeys or values', isPartial };
  const [first, ...others] = globs.flat();
  if (first !== undefined && others.length === 0) {
    const { items: found, isSpread } = await items.look(first);
    return rows(sortedItems(found, order.reverse), isSpread ? spreadColumns : itemColumns, shown);
  }
  const look = async (pattern: PathPattern) => sortedItems((await items.look(pattern)).items, order.reverse);
  return rows(eachPath(globs, look, 'windows', context), spreadColumns, shown);
}

const spreadColumns: readonly Column<RegistryItem>[] = [itemColumn.key, ...itemColumns];

/**
 * One path after the other; a path that fails does not hide the others, and its error ends the verb. Of those that braces stand for,
 * wildcards may match nothing where others do.
 */
async function* eachPath<T>(
  globs: readonly (readonly PathPattern[])[],
  look: (pattern: PathPattern) => Promise<readonly T[]>,
  style: PathStyle,
  { signal }: Pick<VerbContext, 'signal'>,
): AsyncGenerator<T> {
  const failures: unknown[] = [];
  for (const patterns of globs) {
    let found = 0;
    const unmatched: unknown[] = [];
    for (const pattern of patterns) {
      try {
        yield* await look(pattern);
        found += 1;
      } catch (error) {
        if (signal.aborted) throw error;
        const isUnmatched = hasWildcard(pattern.pattern, style) && isCbError(error, 'NotOnSensor');
        (isUnmatched ? unmatched : failures).push(error);
      }
    }
    if (found === 0) failures.push(...unmatched);
  }
  if (failures.length === 1) throw failures[0];
  const all = globs.flat().length;
  if (failures.length > 1)
    throw new AggregateError(failures, `${failures.length} of ${all} paths cannot be listed`);
}

function sorted(entries: readonly FileEntry[], order: Order, ignoreCase: boolean): readonly FileEntry[] {
  const keyed = entries.map((entry) => ({ entry, key: ignoreCase ? entry.name.toLowerCase() : entry.name }));
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  keyed.sort((a, b) => {
    const rank = order.byTime
      ? b.entry.lastWriteTime - a.entry.lastWriteTime
      : order.bySize
        ? (b.entry.size ?? 0) - (a.entry.size ?? 0)
        : 0;
    return rank || byName(a.key, b.key);
  });
  if (order.reverse) keyed.reverse();
  return keyed.map(({ entry }) => entry);
}

function columnsFor<T extends FileEntry>(
  listedInOf: (row: T) => string | undefined,
  isMany: boolean,
): readonly Column<T>[] {
  const { letters, size, created, accessed, written, altName, name, path } = entryColumns;
  const listedIn: Column<T> = { field: 'directory', head: 'in', of: (row) => listedInOf(row) ?? null };
  return [
    wide<T>(letters),
    wide<T>(created),
    wide<T>(accessed),
    written,
    size,
    wide<T>(altName),
    isMany ? listedIn : { ...listedIn, wide: 'data' },
    name,
    { ...path, wide: 'data' },
  ];
}

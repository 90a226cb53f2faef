import type { FileEntry } from '../live/file-entry.ts';
import type { OnUnread } from '../live/read-rows.ts';
import { type Column, rows } from '../spec/result.ts';
import { wide } from '../views/column-over.ts';
import { type VerbContext, verb } from './context.ts';
import { entryColumns } from './file-columns.ts';
import { watchUnread } from './watch-unread.ts';

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
  about: 'list directories and files on the sensor',
  details:
    'Hidden and system entries are shown. A wildcard in the last part of a path shows what it matches, not what is in it. Sorted by name unless an option says otherwise.',
  group: 'files',
  wire: ['directory list'],
  effect: 'reads',
  operands: {
    path: { kind: 'remoteGlob', many: true, optional: true, about: 'directory, file or wildcard' },
  },
  options: {
    long: { kind: 'flag', short: 'l', about: 'attributes, three times and the 8.3 name too' },
    all: { kind: 'flag', short: 'a', about: '. and .. too' },
    byTime: { kind: 'flag', short: 't', about: 'last written first' },
    bySize: { kind: 'flag', short: 'S', about: 'largest first' },
    reverse: { kind: 'flag', short: 'r', about: 'the other way round' },
  },
  conflicts: [['byTime', 'bySize']],
  search: ['list', 'll', 'vdir', 'attrib'],
  examples: [
    { line: 'ls', shows: 'the directory of the shell' },
    { line: 'ls -lt C:\\Windows\\Temp\\*.log', shows: 'log files with all fields, the newest first' },
  ],

  async run({ path, long, ...order }, context) {
    const [first = '.', ...others] = path;
    const { onUnread, isPartial } = watchUnread(context.note);
    if (others.length > 0) {
      const columns = columnsFor<Listed>((row) => row.listedIn, true);
      return rows(list(path, order, onUnread, context), columns, { noun: 'entries', wide: long, isPartial });
    }
    // A plain array: drawing 100,000 rows shall not wait for each of them.
    const { live, signal } = context;
    const { directory, entries } = await live.files.look(first, { dots: order.all, signal, onUnread });
    const listed = sorted(entries, order, live.paths.style === 'windows');
    return rows(
      listed,
      columnsFor<FileEntry>(() => directory, false),
      { noun: 'entries', wide: long, isPartial },
    );
  },
});

/** One path after the other; a path that fails does not hide the others, and its error ends the verb. */
async function* list(
  paths: readonly string[],
  order: Order,
  onUnread: OnUnread,
  { live, signal }: VerbContext,
): AsyncGenerator<Listed> {
  const failures: unknown[] = [];
  for (const path of paths) {
    try {
      const { directory, entries } = await live.files.look(path, { dots: order.all, signal, onUnread });
      for (const entry of sorted(entries, order, live.paths.style === 'windows'))
        yield { ...entry, listedIn: directory };
    } catch (error) {
      if (signal.aborted) throw error;
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1)
    throw new AggregateError(failures, `${failures.length} of ${paths.length} paths cannot be listed`);
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

import { CbError } from '../../errors/cb-error.ts';
import { type DiffSide, type RegDifference, regDifferences } from '../../live/reg-diff.ts';
import { readRegEntries } from '../../live/reg-entries.ts';
import { type RegTree, treeOfEntries, treeOfKey } from '../../live/reg-tree.ts';
import type { RegistryValue } from '../../live/registry.ts';
import { type Cell, type Column, rows } from '../../spec/result.ts';
import { isRegistryPath, shortKey } from '../../text/registry-path.ts';
import { type VerbContext, verb } from '../context.ts';
import { named } from '../named.ts';
import { dataCell, shownData, shownName } from './value-columns.ts';

export const regDiff = verb({
  name: 'reg diff',
  about: 'show what differs between registry keys, or .reg files',
  details:
    'Each side is a key with all below it, or a .reg file of this computer, which counts as all that there is below its keys. Two keys are compared ' +
    'by what is below them; a key and a file, and two files, by their whole paths. A key begins with its root; one that is typed as seen from where ' +
    'the shell stands in the registry does not end in .reg. Between two files that end in .reg the sensor is not asked. What could not be read is named and not compared, with exit 6.',
  group: 'registry',
  wire: [],
  wireAtTimes: ['reg enum key'],
  asksNothing: ({ before, after }) => isRegFile(before) && isRegFile(after),
  effect: 'reads',
  operands: {
    before: { kind: 'regKey', or: 'localPath', about: 'key, or .reg file' },
    after: { kind: 'regKey', or: 'localPath', about: 'the one to compare with it' },
  },
  options: {},
  search: ['registry', 'compare', 'changes', 'fc'],
  examples: [
    {
      line: 'reg diff kept.reg HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
      shows: 'what has changed since reg export --to',
    },
    {
      line: 'reg diff HKLM\\SYSTEM\\ControlSet001\\Services\\Dnscache HKLM\\SYSTEM\\ControlSet001\\Services\\Dhcp',
      shows: 'how two keys differ',
    },
  ],

  async run({ before, after }, context) {
    const unread = new Set<string>();
    const gather = (typed: string): Promise<Side> => sideOf(typed, (path) => unread.add(path), context);
    const [was, is] = aligned(await gather(before), await gather(after));
    const untold = new Set<string>();
    return rows(
      regDifferences(was, is, (what) => untold.add(what)),
      columns,
      {
        noun: 'differences',
        notes: () =>
          untold.size === 0
            ? []
            : [`not compared, as one side could not be read there: ${named([...untold])}`],
        isPartial: () => untold.size > 0 || unread.size > 0,
      },
    );
  },
});

interface Side {
  readonly tree: RegTree;
  readonly typed: string;
  /** The key that was read; undefined for a file. */
  readonly key: string | undefined;
}

function isRegFile(typed: string): boolean {
  return !isRegistryPath(typed) && /\.reg$/i.test(typed);
}

async function sideOf(typed: string, onUnread: (what: string) => void, context: VerbContext): Promise<Side> {
  const { live, local, signal, note, progress } = context;
  const isFile = isRegFile(typed) || (!isRegistryPath(typed) && live.place.key === undefined);
  if (isFile) {
    const path = local.resolve(typed);
    const tree = treeOfEntries(readRegEntries(await local.readText(path, { signal }), path));
    if ([...tree.keys.values()].some(({ isPartial }) => isPartial))
      note(`${typed} says that some could not be written to it`);
    return { tree, typed, key: undefined };
  }
  const key = live.registry.keyAt(typed);
  const task = progress.start(`reading ${shortKey(key)}`, { isOnTop: true });
  const tell = (words: string): void => {
    onUnread(words);
    note(words);
  };
  try {
    const tree = await treeOfKey(live.registry, key, {
      signal,
      onUnread: tell,
      onError: (path, error) =>
        tell(`left out ${path}: ${error instanceof Error ? error.message : String(error)}`),
      onKeys: (count) => task.say(`reading ${shortKey(key)}: ${count} keys`),
    });
    return { tree, typed, key };
  } finally {
    task.stop();
  }
}

/** Two keys are compared by what is below them, all else by whole paths: of a file that is more than the key, what is below that counts. */
function aligned(before: Side, after: Side): readonly [DiffSide, DiffSide] {
  const areKeys = before.key !== undefined && after.key !== undefined;
  const base = before.key ?? after.key ?? '';
  for (const { tree, typed } of areKeys ? [] : [before, after]) {
    const isIn = [...tree.keys.keys()].some((path) =>
      `${path}\\`.startsWith(base === '' ? '' : `${base.toLowerCase()}\\`),
    );
    if (!isIn) throw new CbError('Usage', `${typed} holds nothing of ${base === '' ? 'the registry' : base}`);
  }
  return [
    { tree: before.tree, base },
    { tree: after.tree, base: areKeys ? (after.key ?? '') : base },
  ];
}

function cellOf(value: RegistryValue | undefined): Cell {
  return value === undefined ? null : dataCell(value);
}

/** The type, too, where it is another one. */
function shown(value: RegistryValue | undefined, other: RegistryValue | undefined): string {
  if (value === undefined) return '';
  return other === undefined || other.type === value.type
    ? shownData(value)
    : `${value.type} ${shownData(value)}`;
}

const columns: readonly Column<RegDifference>[] = [
  {
    field: 'change',
    head: 'change',
    of: ({ change }) => change,
    style: ({ change }) => (change === 'new' ? 'warn' : change === 'gone' ? 'dim' : 'name'),
  },
  {
    field: 'value_name',
    head: 'value',
    of: ({ name }) => name,
    show: ({ name }) => (name === undefined ? '' : shownName(name)),
    style: () => 'name',
  },
  { field: 'was_type', head: 'type was', of: ({ was }) => was?.type ?? null, wide: true },
  { field: 'was', head: 'was', of: ({ was }) => cellOf(was), show: ({ was, is }) => shown(was, is) },
  { field: 'is_type', head: 'type is', of: ({ is }) => is?.type ?? null, wide: true },
  { field: 'is', head: 'is', of: ({ is }) => cellOf(is), show: ({ was, is }) => shown(is, was) },
  { field: 'key', head: 'key', of: ({ key }) => key, show: ({ key }) => shortKey(key), whole: true },
];

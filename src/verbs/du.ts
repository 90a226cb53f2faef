import { CbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { type Column, rows } from '../spec/result.ts';
import type { TypedGlob } from '../text/typed-glob.ts';
import { type VerbContext, verb } from './context.ts';
import { startsOf } from './files-of.ts';
import { type WatchedWalk, watchWalk } from './watch-walk.ts';

/** What a directory holds, with all below it. */
interface Sum {
  readonly path: string;
  size: number;
  files: number;
  /** The shown directory that it is in. */
  readonly above: Sum | undefined;
}

export const du = verb({
  name: 'du',
  about: 'show how large directories are with all below them',
  details:
    'The sizes of files, as listings have them, added up; the largest directory comes first. Links are not followed, which is said; so is a directory that cannot be listed and a file that says no size, and then the exit code is 6.',
  group: 'files',
  wire: ['directory list'],
  effect: 'reads',
  operands: {
    path: {
      kind: 'remoteGlob',
      many: true,
      optional: true,
      about: "directory, file or wildcard; the shell's directory",
    },
  },
  options: {
    depth: { kind: 'integer', value: 'N', about: 'show directories so many levels down; 1 when not said' },
  },
  hereUnless: ['path'],
  inRegistry: ['find KEY'],
  search: ['size', 'usage', 'space', 'disk', 'largest'],
  examples: [
    { line: 'du C:\\Users', shows: 'what is in it, the largest first' },
    { line: 'du --depth 0 /var/* /tmp', sensor: '1', shows: 'a line for each' },
  ],

  run({ path, depth = 1 }, context) {
    if (depth < 0) throw new CbError('Usage', '--depth wants 0 or more');
    const walked = watchWalk(context);
    let unsized = 0;
    const onUnsized = (): void => {
      unsized += 1;
    };
    return rows(
      sums(path.length === 0 ? [{ typed: '.' }] : path, { depth, walked, onUnsized }, context),
      columns,
      {
        noun: 'entries',
        isPartial: () => walked.isPartial() || unsized > 0,
        notes: () => [
          ...walked.notes(),
          ...(unsized === 0
            ? []
            : [`not counted, as the sensor says no size: ${unsized} ${unsized === 1 ? 'file' : 'files'}`]),
        ],
      },
    );
  },
});

interface How {
  readonly depth: number;
  readonly walked: WatchedWalk;
  readonly onUnsized: () => void;
}

const columns: readonly Column<Sum>[] = [
  { field: 'size', head: 'size', of: ({ size }) => size, as: 'bytes', align: 'right' },
  { field: 'files', head: 'files', of: ({ files }) => files, align: 'right' },
  { field: 'path', head: 'path', of: ({ path }) => path, whole: true },
];

async function* sums(typed: readonly TypedGlob[], how: How, context: VerbContext): AsyncGenerator<Sum> {
  for await (const entry of startsOf(typed, how.walked, context)) {
    const start: Sum = { path: entry.path, size: 0, files: 0, above: undefined };
    const all = [start];
    if (entry.isDirectory) await addBelow(start, all, how, context);
    else add(start, entry, how);
    yield* all.sort((a, b) => b.size - a.size);
  }
}

/** Adds what is below, and to `all` the directories that are shown. */
async function addBelow(
  start: Sum,
  all: Sum[],
  how: How,
  { live, progress, signal }: VerbContext,
): Promise<void> {
  const task = progress.start(`listing ${start.path}`);
  const sumOf = new Map<string, Sum>([[start.path, start]]);
  let count = 0;
  try {
    for await (const entry of live.files.walk(start.path, { signal, ...how.walked.options })) {
      count += 1;
      if (count % 200 === 0) task.say(`listing ${start.path}: ${count} entries`);
      const above = sumOf.get(entry.directory) ?? start;
      if (!entry.isDirectory) add(above, entry, how);
      else if (entry.isLink) continue;
      else if (entry.depth > how.depth) sumOf.set(entry.path, above);
      else {
        const sum = { path: entry.path, size: 0, files: 0, above };
        all.push(sum);
        sumOf.set(entry.path, sum);
      }
    }
  } finally {
    task.stop();
  }
}

function add(to: Sum, { size }: FileEntry, { onUnsized }: How): void {
  const isKnown = size !== undefined && Number.isSafeInteger(size);
  if (!isKnown) onUnsized();
  for (let sum: Sum | undefined = to; sum !== undefined; sum = sum.above) {
    sum.files += 1;
    if (isKnown) sum.size += size;
  }
}

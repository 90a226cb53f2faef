import { CbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { type Column, tree } from '../spec/result.ts';
import { wide } from '../views/column-over.ts';
import { type VerbContext, verb } from './context.ts';
import { entryColumns, sizeText } from './file-columns.ts';
import { type WatchedWalk, watchWalk } from './watch-walk.ts';

interface Node extends FileEntry {
  readonly children: Node[];
}

export const directoryTree = verb({
  name: 'tree',
  about: 'draw a directory with all below it',
  details:
    'Links are shown and not followed, which is said; so is a directory that cannot be listed, and then the exit code is 6.',
  group: 'files',
  wire: ['directory list'],
  effect: 'reads',
  operands: {
    path: {
      kind: 'remotePath',
      isFolder: true,
      optional: true,
      about: "where to begin; the shell's directory",
    },
  },
  options: {
    depth: { kind: 'integer', value: 'N', about: 'how many levels down' },
    dirs: { kind: 'flag', short: 'd', about: 'directories only' },
  },
  hereUnless: ['path'],
  inRegistry: ['find KEY'],
  search: ['recursive', 'hierarchy'],
  examples: [{ line: 'tree C:\\Users --depth 2', shows: 'two levels of it' }],

  async run({ path = '.', depth, dirs }, context) {
    if (depth !== undefined && depth < 1) throw new CbError('Usage', '--depth wants 1 or more');
    const walked = watchWalk(context);
    const root = await gather(context.live.resolve(path), { depth, dirs }, walked, context);
    for (const sentence of walked.notes()) context.note(sentence);
    return tree([root], (node) => node.children, columns, { noun: 'entries', isPartial: walked.isPartial });
  },
});

async function gather(
  start: string,
  { depth, dirs }: { readonly depth: number | undefined; readonly dirs: boolean },
  walked: WatchedWalk,
  { live, signal, progress }: VerbContext,
): Promise<Node> {
  const entry = await live.files.mustStat(start, signal);
  if (!entry.isDirectory) throw new CbError('CommandFailed', `${start} is a file, not a directory`);
  const root: Node = { ...entry, name: start, children: [] };
  const nodes = new Map([[start, root]]);
  const task = progress.start(`listing ${start}`);
  let count = 0;
  try {
    const found = live.files.walk(start, {
      signal,
      ...walked.options,
      ...(depth === undefined ? {} : { maxDepth: depth }),
    });
    for await (const below of found) {
      count += 1;
      if (count % 200 === 0) task.say(`listing ${start}: ${count} entries`);
      if (dirs && !below.isDirectory) continue;
      const node = { ...below, children: [] };
      nodes.get(below.directory)?.children.push(node);
      if (below.isDirectory) nodes.set(below.path, node);
    }
  } finally {
    task.stop();
  }
  for (const node of nodes.values()) node.children.sort((a, b) => (a.name < b.name ? -1 : 1));
  return root;
}

const { name, size, written, created, accessed, attributes, path } = entryColumns;
const columns: readonly Column<Node>[] = [
  name,
  { ...size, show: (node) => (node.isDirectory ? '' : sizeText(node)) },
  written,
  wide(created),
  wide(accessed),
  wide(attributes),
  wide(path),
];

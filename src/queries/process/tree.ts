import type { ProcessDocument } from '../../api/wire/process.ts';
import { CbError } from '../../errors/cb-error.ts';
import { createProcessLookup } from '../../ops/process-lookup.ts';
import { type ProcessNode, type RecordedTree, recordedTree } from '../../ops/process-tree.ts';
import type { TreePage } from '../../ports/pages.ts';
import { type Column, rows, text, tree } from '../../spec/result.ts';
import { formatRfc3339, formatTimeUtc } from '../../text/age.ts';
import { parseProcessRef } from '../../text/process-guid.ts';
import { columnOver } from '../../views/column-over.ts';
import { processColumn, processColumns } from '../../views/process-columns.ts';
import { query } from '../context.ts';
import { onlyIdOfWord } from '../linked-id.ts';
import { toDot, toMermaid } from './graph.ts';
import { factsOf, pageOptions, pageTarget, writePage } from './page-options.ts';

const { name, start, commandLine, id, hostname } = processColumn;
const rest = processColumns.filter((column) => ![name, start, commandLine, id, hostname].includes(column));

/** More is no tree that anybody looks at, and takes more memory than there may be: about 10 KiB each. */
const mostNodes = 100_000;

export const processTree = query({
  name: 'process tree',
  about: 'draw a process with everything it started',
  details:
    'Ended processes are in it, too, and children that the server keeps no document of. JSON nests them under children.',
  group: 'processes',
  effect: 'reads',
  operands: { process: { kind: 'text', about: 'GUID or console link; - for stdin' } },
  options: {
    maxNodes: { kind: 'integer', value: 'N', about: 'stop at so many processes; 1000 when not said' },
    mermaid: { kind: 'flag', about: 'as a Mermaid flowchart' },
    dot: { kind: 'flag', about: 'as a Graphviz graph' },
    ...pageOptions,
  },
  conflicts: [
    ['mermaid', 'dot'],
    ['mermaid', 'html'],
    ['dot', 'html'],
  ],
  search: ['children', 'descendants', 'graph'],
  examples: [
    { line: 'cbq process tree 00000003-0000-0d7c-01d2-2eca49f7cea2', shows: 'what came of it, with lines' },
    { line: 'cbq process tree 00000003-0000-0d7c-01d2-2eca49f7cea2 --dot', shows: 'input for dot -Tsvg' },
    {
      line: 'cbq process tree 00000003-0000-0d7c-01d2-2eca49f7cea2 --html tree.html',
      shows: 'a page where it folds',
    },
  ],
  async run({ process, maxNodes = 1000, mermaid, dot, html, force }, context) {
    const { cb: connect, runtime, pages, signal, note } = context;
    if (maxNodes < 1 || maxNodes > mostNodes)
      throw new CbError('Usage', `--max-nodes wants 1 to ${mostNodes}`);
    const page = pageTarget(html, force);
    const typed = await onlyIdOfWord(process, 'process', context);
    if (typed === undefined) return rows([], [], { noun: 'processes' });
    const ref = parseProcessRef(typed);
    const read = async (): Promise<RecordedTree> => {
      const cb = await connect();
      const lookup = createProcessLookup(cb, signal);
      const { process: first } = await lookup.summary(ref);
      const task = runtime.progress.start('reading the tree');
      try {
        return await recordedTree(cb, lookup, first, {
          maxNodes,
          signal,
          files: runtime.files,
          onProgress: (count) => task.say(`reading the tree: ${count} processes`),
        });
      } finally {
        task.stop();
      }
    };
    const cut = `the tree is cut at ${maxNodes} processes: --max-nodes N shows more`;
    if (page !== undefined) {
      return await writePage(context, page, async () => {
        const { root, isCut } = await read();
        if (isCut) note(cut);
        return await pages.tree({ ...pageOf(root), notes: isCut ? [cut] : [] });
      });
    }
    const { root, isCut } = await read();
    if (isCut) note(cut);
    if (mermaid) return text(toMermaid(root, labelOf));
    if (dot) return text(toDot(root, labelOf));
    return tree([root], (node) => node.children, columns, { noun: 'processes' });
  },
});

function pageOf(root: ProcessNode): Omit<TreePage<ProcessNode>, 'notes'> {
  return {
    name: root.process.name || root.process.id,
    root,
    children: (node) => node.children,
    describe: ({
      process: { name: called, commandLine: command, pid, startMs, hasEnded, isSuppressed, wire },
    }) => ({
      name: called,
      line: [pid, startMs === undefined ? undefined : formatTimeUtc(startMs)]
        .filter((part) => part !== undefined && part !== '')
        .join(' · '),
      command,
      hasEnded,
      isFaint: isSuppressed,
      facts: factsOf(wire),
    }),
  };
}

const columns: readonly Column<ProcessNode>[] = [name, start, commandLine, id, hostname, ...rest].map(
  (column) => ({
    ...columnOver(column, ({ process }: ProcessNode) => process.wire),
    ...(column === hostname ? { wide: true } : {}),
  }),
);

function labelOf({ name: called, pid, startMs }: ProcessDocument): string {
  const when = startMs === undefined ? '' : ` ${formatRfc3339(startMs)}`;
  return `${called || '(unknown)'}${pid === undefined ? '' : ` ${pid}`}${when}`;
}

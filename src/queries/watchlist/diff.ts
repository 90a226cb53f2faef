import { CbError } from '../../errors/cb-error.ts';
import type { FieldChange } from '../../ops/watchlist-plan.ts';
import { type Cell, type Column, rows } from '../../spec/result.ts';
import { query } from '../context.ts';
import { idAndName } from '../id-and-name.ts';
import {
  type Added,
  fileOperand,
  fileRules,
  type Known,
  planOfFile,
  planSentence,
  type Removed,
} from './file-plan.ts';
import { rowOfKept, rowOfWatchlist, type WatchlistRow } from './write.ts';

interface Difference extends WatchlistRow {
  readonly change: 'added' | 'changed' | 'removed';
  readonly field: string;
  readonly was?: FieldChange['was'];
  readonly is?: FieldChange['is'];
}

const columns: readonly Column<Difference>[] = [
  {
    field: 'change',
    head: 'change',
    of: ({ change }) => change,
    style: ({ change }) => (change === 'added' ? 'ok' : change === 'changed' ? 'warn' : 'bad'),
    firm: true,
  },
  ...idAndName,
  {
    field: 'index_type',
    head: 'type',
    of: ({ indexType }) => indexType ?? null,
    show: ({ type }) => type,
    isWord: true,
    wide: true,
  },
  { field: 'field', head: 'field', of: ({ field }) => field, firm: true },
  { field: 'was', head: 'was', of: ({ was }) => was ?? null, wide: true },
  { field: 'is', head: 'server → file', of: ({ is }) => is ?? null, show: inWords, whole: true },
];

export const watchlistDiff = query({
  name: 'watchlist diff',
  about: 'show in what a server differs from a file of watchlists',
  details: `Each row is a field that apply would change, as the server has it and as the file has it. Exit 0 with and without differences; with --exit-code 1 where there are some, and with --expect 3 where there are none. ${fileRules}`,
  group: 'watchlists',
  effect: 'reads',
  operands: { file: fileOperand },
  options: {
    prune: { kind: 'flag', about: 'also those that the file does not have, which apply --prune removes' },
    exitCode: { kind: 'flag', about: 'end with 1 where there is a difference' },
  },
  search: ['compare', 'drift', 'plan'],
  examples: [
    { line: 'cbq watchlist diff watchlists.yaml', shows: 'what apply would do' },
    { line: 'cbq watchlist diff watchlists.yaml --prune --exit-code', shows: 'for a nightly check' },
  ],
  async run({ file, prune, exitCode }, context) {
    const { steps, others } = await planOfFile(file, { kinds: [], force: false }, context);
    const all = [...steps, ...(prune ? others : [])];
    const sentence = planSentence(all);
    const left = others.length === 1 ? '1 watchlist of the server is' : `${others.length} of the server are`;
    const more = prune || others.length === 0 ? '' : `${left} not in ${file}: see --prune`;
    return rows(
      exitCode && sentence !== '' ? thenFails(all, sentence) : all.flatMap(differencesOf),
      columns,
      {
        noun: 'differences',
        // A table says both in one column; a script gets them apart.
        wide: !context.isTerminal,
        notes: () => [sentence, more],
        whenEmpty: `the server is as ${file} says`,
      },
    );
  },
});

async function* thenFails(
  steps: readonly (Added | Known | Removed)[],
  sentence: string,
): AsyncGenerator<Difference> {
  for (const step of steps) yield* differencesOf(step);
  throw new CbError('CommandFailed', `the server differs from the file: ${sentence}`);
}

function differencesOf(step: Added | Known | Removed): readonly Difference[] {
  switch (step.kind) {
    case 'add':
      return [{ ...rowOfKept(step.entry), change: 'added', field: 'query', is: step.entry.query }];
    case 'remove': {
      const { watchlist } = step;
      return [{ ...rowOfWatchlist(watchlist), change: 'removed', field: 'query', was: watchlist.search.q }];
    }
    default:
      return step.changes.map((change) => ({
        ...rowOfWatchlist(step.watchlist),
        change: 'changed',
        ...change,
      }));
  }
}

function inWords({ change, was, is }: Difference): string {
  if (change === 'added') return valueWords(is);
  if (change === 'removed') return valueWords(was);
  return `${valueWords(was)} → ${valueWords(is)}`;
}

function valueWords(value: Cell): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(' ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === undefined || value === '' ? 'nothing' : String(value);
}

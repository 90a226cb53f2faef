import type { SearchParams } from '../../api/page.ts';
import { CbError } from '../../errors/cb-error.ts';
import { type CountedValues, countValues } from '../../ops/counted-values.ts';
import { askingRows } from '../../ops/query-check.ts';
import { searchList } from '../../ops/search-list.ts';
import { type Facet, facets, type Result } from '../../spec/result.ts';
import { shownMd5 } from '../../text/md5.ts';
import type { QueryContext } from '../context.ts';
import { extentOf } from '../search-options.ts';

/** Options by which values are counted here: the server gives its most common 200, and not on how many sensors each is. */
export const countedOptions = {
  rare: { kind: 'flag', about: 'with --facet: the rarest values first, of all hits' },
  byHosts: { kind: 'flag', about: 'with --facet: on how many sensors each value is' },
} as const;

/** Facets that the server makes of others, by the field that holds the same. */
const heldBy: Readonly<Record<string, string>> = { path_full: 'path', username_full: 'username' };
const madeByServer = ['hour_of_day', 'day_of_week'];

/** So many bars of each field are drawn; data has them all. */
const mostDrawn = 200;

interface CountedInput {
  readonly rare: boolean;
  readonly byHosts: boolean;
  readonly facet: readonly string[] | undefined;
  readonly groupBy: string | undefined;
}

/** Kind `Usage` for options that go with `--facet` alone. */
export function isCounted({ rare, byHosts, facet }: CountedInput): boolean {
  if (!rare && !byHosts) return false;
  if (facet !== undefined) return true;
  throw new CbError('Usage', `${rare ? '--rare' : '--by-hosts'} goes with --facet FIELD`);
}

/** Reads all hits, and counts the values of some fields. */
export async function countedFacets(
  { text, params }: { readonly text: string; readonly params: SearchParams },
  input: CountedInput,
  context: QueryContext,
): Promise<Result> {
  const { signal, note, runtime } = context;
  const fields = (input.facet ?? []).map((field) => heldBy[field] ?? field);
  const made = fields.find((field) => madeByServer.includes(field));
  if (made !== undefined)
    throw new CbError('Usage', `${made} is made by the server, and stands in no hit: it cannot be counted`);
  const { processes } = await context.cb();
  const extent = await extentOf({ all: true }, context);
  const isGrouped = input.groupBy !== undefined;
  const about = { ...extent, key: 'unique_id', noun: isGrouped ? 'rows' : 'segments', isGrouped, signal };
  const list = searchList(processes, params, about);
  const task = runtime.progress.start('hits read');
  let counted: readonly CountedValues[];
  try {
    const rows = askingRows(text, 'process', note, list.rows);
    counted = await countValues(rows, fields, (count) => task.advance(count, undefined, 'items'));
  } finally {
    task.stop();
  }
  for (const each of list.notes()) note(each);
  if (input.byHosts) note('the counts are sensors');
  if (!isGrouped && !input.byHosts) note('segments are counted: --group-by id counts processes');
  for (const { field } of counted.filter(({ isCut }) => isCut))
    note(`${field}: more values than can be held: the rest is not counted`);
  const isPartial = list.isPartial() || counted.some(({ isCut }) => isCut);
  return facets(
    counted.map((each) => facetOf(each, input, context)),
    { noun: 'values', isPartial: () => isPartial },
  );
}

function facetOf(
  { field, values }: CountedValues,
  { rare, byHosts }: CountedInput,
  { isTerminal, note }: QueryContext,
): Facet {
  const measure = byHosts ? 'hosts' : 'hits';
  const sign = rare ? 1 : -1;
  const sorted = values.toSorted((a, b) => sign * (a[measure] - b[measure]) || (a.name < b.name ? -1 : 1));
  const shown = isTerminal ? sorted.slice(0, mostDrawn) : sorted;
  if (shown.length < sorted.length) note(`${field}: ${shown.length} of ${sorted.length} values shown`);
  const largest = shown.reduce((most, each) => Math.max(most, each[measure]), 1);
  const sum = Math.max(
    1,
    sorted.reduce((total, each) => total + each[measure], 0),
  );
  return {
    field,
    entries: shown.map(({ name, hits, hosts }) => {
      const value = byHosts ? hosts : hits;
      const percent = Math.round((value / largest) * 100);
      const ratio = ((value / sum) * 100).toFixed(1);
      return {
        name: field.endsWith('md5') ? shownMd5(name) : name,
        value,
        percent,
        ratio,
        wire: { name, value, percent, ratio, hits, hosts },
      };
    }),
  };
}

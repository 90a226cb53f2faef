import type { FacetEntry } from '../api/page.ts';
import { CbError } from '../errors/cb-error.ts';
import type { Cell, Facet } from '../spec/result.ts';
import { shownMd5 } from '../text/md5.ts';
import { nearest } from '../text/nearest.ts';
import { toNumber } from '../text/number.ts';
import { isQueryField, type QueryIndex, queryFieldNames } from '../text/query-fields.ts';
import type { QueryContext } from './context.ts';

/** Options of every list that is searched (cli.md, "cbq: one-shot"). */
export const searchOptions = {
  limit: { kind: 'integer', value: 'N', about: 'at most so many rows; 50 when not said' },
  all: { kind: 'flag', about: 'all of them, as they come' },
  start: { kind: 'integer', value: 'N', about: 'how many rows to pass over' },
  sort: { kind: 'text', value: '"FIELD desc"', about: 'order by a field, asc or desc' },
  count: { kind: 'flag', about: 'only how many there are' },
  facet: { kind: 'list', value: 'FIELD,FIELD', about: 'how often each value of the fields occurs' },
} as const;

export const searchConflicts = [
  ['limit', 'all'],
  ['count', 'facet'],
  ['count', 'limit'],
  ['count', 'all'],
  ['count', 'start'],
  ['count', 'sort'],
  ['facet', 'limit'],
  ['facet', 'all'],
  ['facet', 'start'],
  ['facet', 'sort'],
] as const;

/** Rows asked for at once where many are wanted: pages of 1000 are no faster, and their first row comes later. */
const bestPage = 500;
const defaultLimit = 50;

export interface Extent {
  readonly start: number;
  /** Undefined for all. */
  readonly limit: number | undefined;
  readonly rows: number;
  /** More than one page may be needed. */
  readonly isPaged: boolean;
}

/** What part of a list is wanted, in pages of a size that the server allows. */
export async function extentOf(
  {
    limit,
    all,
    start = 0,
  }: { readonly limit?: number | undefined; readonly all: boolean; readonly start?: number | undefined },
  { cb, signal }: QueryContext,
): Promise<Extent> {
  if (limit !== undefined && limit < 1) throw new CbError('Usage', '--limit wants 1 or more');
  if (start < 0) throw new CbError('Usage', '--start wants 0 or more');
  const wanted = all ? undefined : (limit ?? defaultLimit);
  if (wanted !== undefined && wanted <= 100) return { start, limit: wanted, rows: wanted, isPaged: false };
  const { wire } = await (await cb()).serverInfo.info({ signal });
  const allowed = toNumber(wire['maxSearchResultRows']) ?? 0;
  const rows = Math.min(bestPage, Number.isInteger(allowed) && allowed > 0 ? allowed : bestPage);
  return { start, limit: wanted, rows, isPaged: wanted === undefined || wanted > rows };
}

/** `FIELD`, `FIELD asc`, `FIELD desc` as the wire has it; ascending when not said. Kind `Usage`. */
export function sortOf(sort: string | undefined): string | undefined {
  if (sort === undefined) return undefined;
  const [, field, direction = 'asc'] = /^\s*([a-z_]\w*)(?:[\s:]+(asc|desc))?\s*$/i.exec(sort) ?? [];
  if (field !== undefined) return `${field} ${direction.toLowerCase()}`;
  throw new CbError('Usage', `--sort wants a field and asc or desc, not "${sort}"`, {
    hint: '--sort "start desc"',
  });
}

/** Options that name a field. */
export interface NamedFields {
  readonly sort?: string | undefined;
  readonly facet?: readonly string[] | undefined;
  readonly groupBy?: string | undefined;
}

/** Facets that are no fields, and fields of documents that are ordered and grouped by (contract/processes.md, query-fields.md). */
const besides =
  /^(?:id|unique_id|segment_id|timestamp|hour_of_day|day_of_week|path_full|username_full|\w+_(?:facet|count))$/;

/** Says which names of fields nobody knows: servers answer nothing to them, without a word. */
export function checkNames(
  { sort, facet = [], groupBy }: NamedFields,
  index: QueryIndex,
  note: QueryContext['note'],
): void {
  const sorted = sortOf(sort)?.split(' ')[0];
  const named = [
    ...facet.map((name) => ['--facet', name] as const),
    ...(sorted === undefined ? [] : [['--sort', sorted] as const]),
    ...(groupBy === undefined ? [] : [['--group-by', groupBy] as const]),
  ];
  const known = queryFieldNames(index);
  for (const [option, name] of named) {
    if (isQueryField(index, name) || besides.test(name)) continue;
    const near = nearest(name, known)[0] ?? known.find((each) => each.endsWith(`_${name}`));
    const meant = near === undefined ? '' : `: did you mean ${near}?`;
    note(`${option}: unknown field "${name}" in ${index} searches${meant}`);
  }
}

/** Of every write that goes by a query. */
export const forceOption = {
  kind: 'flag',
  about: 'although the query names a field that is not known here, or ends with an operator',
} as const;

/** Facets for the histogram; what the server leaves out (time facets have no shares) is reckoned from the counts. */
export function facetResult(field: string, entries: readonly FacetEntry[]): Facet {
  const largest = entries.reduce((most, entry) => Math.max(most, entry.value), 1);
  const sum = Math.max(
    1,
    entries.reduce((total, entry) => total + entry.value, 0),
  );
  return {
    field,
    entries: entries.map(({ name, value, percent, ratio, wire }) => ({
      name: field.endsWith('md5') ? shownMd5(name) : name,
      value,
      percent: percent ?? Math.round((value / largest) * 100),
      ratio: ratio ?? ((value / sum) * 100).toFixed(1),
      wire: wire as Readonly<Record<string, Cell>>,
    })),
  };
}

/** Names of fields for the words of a search: in its query, and where they stand alone. */
export function completeSearch(index: QueryIndex) {
  return { query: completeQuery(index), ...completeFields(index) };
}

export function completeFields(index: QueryIndex) {
  const fields = () => queryFieldNames(index);
  return { facet: fields, sort: fields };
}

/** Names of fields for the word being typed. */
export function completeQuery(index: QueryIndex): (word: string) => readonly string[] {
  return (word) => {
    const [, lead = '', typed = ''] = /^(-?\(*)(\w*)$/.exec(word) ?? [];
    return queryFieldNames(index)
      .filter((name) => name.startsWith(typed))
      .map((name) => `${lead}${name}:`);
  };
}

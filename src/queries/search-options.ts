import type { FacetEntry, SearchParams } from '../api/page.ts';
import { CbError } from '../errors/cb-error.ts';
import { hasStatus } from '../errors/server-fault.ts';
import { inBatches } from '../ops/in-batches.ts';
import type { BatchedRows, Cell, Facet } from '../spec/result.ts';
import { shownMd5 } from '../text/md5.ts';
import { nearest } from '../text/nearest.ts';
import { toNumber } from '../text/number.ts';
import { caretLines } from '../text/query-caret.ts';
import { isQueryField, type QueryIndex, queryFieldNames } from '../text/query-fields.ts';
import { lintQuery } from '../text/query-lint.ts';
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

/** A search as a command or a watchlist wants it. */
export interface WantedSearch {
  readonly q: string;
  /** By the names of the wire: `cb.q.hostname`, `cb.fq.group` … */
  readonly filters?: SearchParams;
  /** Where `--sort` does not say otherwise. */
  readonly sort?: string | undefined;
}

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

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const idForms: Partial<Record<QueryIndex, RegExp>> = {
  alert: new RegExp(`^${guid}$`, 'i'),
  process: new RegExp(`^${guid}(?:[-/][0-9a-f]+)?$`, 'i'),
};

/** The command for an object whose id was searched for: a bare word is looked for in texts, where its id does not stand. */
function shownBy(query: string, index: QueryIndex): string | undefined {
  return idForms[index]?.test(query) === true ? `${index} show ${query}` : undefined;
}

/** Of every write that goes by a query. */
export const forceOption = {
  kind: 'flag',
  about: 'although the query names a field that is not known here, or ends with an operator',
} as const;

export const insistHint = 'with --force it is taken as it stands';

/**
 * Says what is doubtful about a query; throws `Usage` where every server refuses it, with carets under the place. A `write` by it is
 * refused, too, where it surely finds something else than is meant, unless somebody insists.
 */
export function checkQuery(
  query: string,
  index: QueryIndex,
  note: QueryContext['note'],
  write?: { readonly force: boolean },
): void {
  const id = write === undefined ? shownBy(query, index) : undefined;
  if (id !== undefined) note(`${query} is an id, and ids are not searched: cbq ${id} shows it`);
  const { problems, corrected } = lintQuery(query, index);
  const fatal = problems.find((problem) => problem.severity === 'error');
  if (fatal !== undefined) {
    for (const line of caretLines(query, fatal)) note(line);
    throw new CbError('Usage', `the query cannot be read at character ${fatal.start + 1}: ${fatal.message}`, {
      context: { query, at: fatal.start },
    });
  }
  const stop = write?.force === false ? problems.find(({ stopsWrites }) => stopsWrites) : undefined;
  const doubts = problems.filter((problem) => problem.severity === 'warning' && problem !== stop);
  for (const message of new Set(doubts.map((problem) => problem.message))) note(`query: ${message}`);
  if (corrected !== undefined) note(`try: ${corrected}`);
  if (stop !== undefined) {
    throw new CbError('Usage', `query: ${stop.message}`, {
      hint: `nothing was sent; ${insistHint}`,
      context: { query, at: stop.start },
    });
  }
}

/**
 * Runs a search; where the server refuses the query (400) its reason is `Usage`, with carets where our parser finds the place. Servers
 * before 6.0 fail (500) on what they cannot read: that is said only where our parser finds a place.
 */
export async function askingQuery<T>(
  query: string,
  index: QueryIndex,
  note: QueryContext['note'],
  search: () => Promise<T>,
): Promise<T> {
  try {
    return await search();
  } catch (error) {
    if (!hasStatus(error, 400, 500)) throw error;
    const { status } = error;
    const [problem] = lintQuery(query, index).problems;
    if (status === 500 && problem === undefined) throw error;
    for (const line of problem === undefined ? [] : caretLines(query, problem)) note(line);
    const reason = error.said === '' ? 'it gives no reason' : error.said;
    const what = status === 400 ? 'the server refused the query' : 'the server failed on the query (500)';
    throw error.reworded({
      kind: 'Usage',
      message: `${what}: ${reason}`,
      hint: problem?.message,
      context: { query, ...(problem === undefined ? {} : { at: problem.start }) },
    });
  }
}

/** The same for rows that are asked for as they are read. */
export function askingRows<T>(
  query: string,
  index: QueryIndex,
  note: QueryContext['note'],
  rows: BatchedRows<T>,
): BatchedRows<T> {
  return inBatches(async function* () {
    try {
      yield* rows.batches();
    } catch (error) {
      await askingQuery(query, index, note, () => Promise.reject(error));
    }
  });
}

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

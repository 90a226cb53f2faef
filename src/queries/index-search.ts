import type { Counted, FoundFacets, Page, PagesOptions, SearchParams } from '../api/page.ts';
import type { CallOptions } from '../api/resources/replies.ts';
import type { WireObject } from '../api/wire/read.ts';
import { CbError } from '../errors/cb-error.ts';
import { askingQuery, askingRows, checkQuery } from '../ops/query-check.ts';
import { gapNotes, type SearchListOptions, searchList } from '../ops/search-list.ts';
import { type Column, facets, type Result, record, rows } from '../spec/result.ts';
import type { QueryIndex } from '../text/query-fields.ts';
import { filteredQuery } from '../text/query-filters.ts';
import { documentObject, ofDocument } from '../views/document-columns.ts';
import type { QueryContext } from './context.ts';
import { wantedSearch } from './linked-search.ts';
import { checkNames, extentOf, facetResult, sortOf } from './search-options.ts';

/** An index of the server, as far as it is searched here. */
export interface SearchedIndex {
  count(params: SearchParams, options?: CallOptions): Promise<Counted>;
  pages(params: SearchParams, options: PagesOptions): AsyncIterable<Page>;
  facets(params: SearchParams, fields: readonly string[], options?: CallOptions): Promise<FoundFacets>;
}

export interface IndexLook extends Pick<SearchListOptions, 'key' | 'noun'> {
  readonly name: QueryIndex;
  /** Where none is asked for. */
  readonly sort: string;
  readonly columns: readonly Column<WireObject>[];
  /** In JSON, where that is not the document as it was sent. */
  readonly object?: (wire: WireObject) => WireObject;
}

/** Values of `searchOptions`. */
export interface SearchInput {
  readonly limit?: number | undefined;
  readonly all: boolean;
  readonly start?: number | undefined;
  readonly sort?: string | undefined;
  readonly count: boolean;
  readonly facet?: readonly string[] | undefined;
}

/** A search with all options of a list; `filters` are terms that our own options stand for. */
export async function searchIndex(
  index: SearchedIndex,
  words: readonly string[],
  filters: readonly string[],
  input: SearchInput,
  look: IndexLook,
  context: QueryContext,
): Promise<Result> {
  const { note } = context;
  const { name } = look;
  const { q: typed, filters: own = {}, sort = look.sort } = await wantedSearch(words, name, context);
  checkQuery(typed, name, note);
  checkNames(input, name, note);
  const asked = { name, typed, params: { ...own, q: filteredQuery(typed, filters) } };
  return await searchAsked(index, asked, input, { ...look, sort }, context);
}

/** The same for a query that has been looked at already. */
export async function searchAsked(
  index: SearchedIndex,
  asked: SearchAsked,
  input: SearchInput,
  look: Pick<IndexLook, 'key' | 'noun' | 'columns' | 'object'> & { readonly sort: string | undefined },
  context: QueryContext,
): Promise<Result> {
  const { signal, note } = context;
  const { name, typed, params } = asked;
  const told = await countOrFacets(index, asked, input, context);
  if (told !== undefined) return told;
  const { key, noun, columns } = look;
  const sort = sortOf(input.sort) ?? look.sort;
  const extent = await extentOf(input, context);
  const list = searchList(index, { ...params, sort }, { ...extent, key, noun, signal });
  return rows(askingRows(typed, name, note, list.rows), columns.map(ofDocument), {
    noun,
    isLong: true,
    ...documentObject(look.object),
    notes: list.notes,
    isPartial: list.isPartial,
  });
}

export interface SearchAsked {
  readonly name: QueryIndex;
  /** The query as it was typed, for what is said of it. */
  readonly typed: string;
  readonly params: SearchParams;
  /** What the server has counted, where that is not what one thinks. */
  readonly countNote?: (total: number) => string | undefined;
}

/** How many there are, or how often each value of a field: where one of these is asked for, else undefined. */
export async function countOrFacets(
  index: SearchedIndex,
  { name, typed, params, countNote }: SearchAsked,
  { count, facet }: Pick<SearchInput, 'count' | 'facet'>,
  { signal, note }: QueryContext,
): Promise<Result | undefined> {
  const asked = <T>(search: () => Promise<T>): Promise<T> => askingQuery(typed, name, note, search);
  if (count) {
    const page = await asked(() => index.count(params, { signal }));
    const counted = countNote?.(page.total);
    if (counted !== undefined) note(counted);
    for (const gap of gapNotes(page)) note(gap);
    return record(page, [{ field: 'total_results', head: 'total', of: ({ total }) => total }]);
  }
  if (facet === undefined) return undefined;
  const found = await asked(() => index.facets(params, facet, { signal }));
  for (const gap of gapNotes(found)) note(gap);
  return facets(
    found.facets.map(({ field, entries }) => facetResult(field, entries)),
    { noun: 'values' },
  );
}

/** What bulk work is done by. */
export interface BulkQuery {
  /** As it was typed; undefined where options alone say it. */
  readonly query: string | undefined;
  /** Terms that our own options stand for. */
  readonly filters: readonly string[];
  /** Insists on a query that surely means something else. */
  readonly force: boolean;
}

export interface EveryHit {
  readonly hits: readonly WireObject[];
  /** The server did not give all that it counts, which was told. */
  readonly isPartial: boolean;
}

/**
 * All documents that a query finds, for work on each of them: oldest first by `sort`, so that what comes in meanwhile moves nothing. Kind
 * `Usage` for an empty query: what a script left out must not mean all there are.
 */
export async function everyHit(
  index: SearchedIndex,
  { query, filters, force }: BulkQuery,
  look: Pick<IndexLook, 'name' | 'key' | 'noun' | 'sort'>,
  context: QueryContext,
): Promise<EveryHit> {
  const { signal, note, runtime } = context;
  const { name, key, noun, sort } = look;
  const typed = query?.trim() ?? '';
  if (query === undefined ? filters.length === 0 : typed === '') {
    throw new CbError('Usage', `the query is empty: that would be all ${noun} there are`, {
      hint: `say which ${noun} are meant; nothing was sent`,
    });
  }
  checkQuery(typed, name, note, { force });
  const extent = await extentOf({ all: true }, context);
  const params = { q: filteredQuery(typed, filters), sort };
  const list = searchList(index, params, { ...extent, key, noun, signal });
  const task = runtime.progress.start(`${noun} looked for`);
  const found: WireObject[] = [];
  try {
    for await (const document of askingRows(typed, name, note, list.rows)) {
      found.push(document.wire);
      if (found.length % 100 === 0) task.advance(found.length, undefined, 'items');
    }
  } finally {
    task.stop();
  }
  for (const each of list.notes()) note(each);
  return { hits: found, isPartial: list.isPartial() };
}

import { type DocumentRow, documentsById } from '../history/document-rows.ts';
import type { Wire } from '../history/document-wire.ts';
import { documentWire, processGuidOf } from '../history/document-wire.ts';
import { termsOf } from '../query/parse.ts';
import { QueryError } from '../query/syntax.ts';
import { compileAcrossSegments, compileQuery } from './compile.ts';
import { all, between, type Condition } from './condition.ts';
import { facetsOf } from './facets.ts';
import { highlightsOf } from './highlights.ts';
import { groupColumns, type ResultPages } from './result-pages.ts';
import type { SearchContext } from './search-context.ts';
import type { SearchRequest } from './search-request.ts';
import { readSort } from './sort.ts';
import { watchlistTags } from './watchlist-tags.ts';

/** Carries out a search for process documents (contract/processes.md). @throws QueryError. */
export function searchProcesses(
  request: SearchRequest,
  context: SearchContext,
  pages: ResultPages,
  isIncomplete: boolean,
): Wire & { readonly results: readonly Wire[] } {
  const since = performance.now();
  const sort = readSort(request.sort);
  if (sort === undefined) throw new QueryError(`nothing can be sorted by ${request.sort}`);
  if (request.groupBy !== undefined && !Object.hasOwn(groupColumns, request.groupBy))
    throw new QueryError(`nothing can be grouped by ${request.groupBy}`);
  const condition = conditionOf(request, context);
  const ids = pages.page({ condition, sort, groupBy: request.groupBy }, request.start, request.rows);
  const rows = documentsById(context.history, ids);
  const tags = watchlistTags(ids, context);
  const documents = { ...context, watchlistsOf: ({ id }: DocumentRow) => tags.get(id) ?? [] };
  const facets = request.facets.length === 0 ? {} : facetsOf(request.facets, condition, context);
  return {
    terms: termsOf(request.query),
    results: rows.map((row) => documentWire(row, documents)),
    total_results: pages.count(condition),
    start: request.start,
    facets,
    highlights: highlightsOf(request.query, rows, (row) => processGuidOf(row)),
    filtered: {},
    elapsed: (performance.now() - since) / 1000,
    ...(context.history.era.timedSegments
      ? {
          all_segments: request.groupBy === undefined,
          comprehensive_search: request.isComprehensive,
          incomplete_results: isIncomplete,
        }
      : {}),
  };
}

function conditionOf(request: SearchRequest, context: SearchContext): Condition {
  const compile = request.isComprehensive ? compileAcrossSegments : compileQuery;
  return all([
    compile(request.query, context),
    ...request.times.map(({ column, low, high }) => between(column, low, high)),
  ]);
}

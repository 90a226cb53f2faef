import { dateSpan } from '../query/numbers.ts';
import { type Query, QueryError, type Term } from '../query/syntax.ts';
import { noTags } from '../watchlists/watchlist-book.ts';
import { all, always, any, between, type Condition, never, not } from './condition.ts';
import { processTerm } from './process-fields.ts';
import type { SearchContext } from './search-context.ts';

/** A process query as a condition on documents. @throws QueryError for values that a field cannot have. */
export function compileQuery(query: Query, context: SearchContext): Condition {
  switch (query.kind) {
    case 'all':
      return always;
    case 'not':
      return not(compileQuery(query.part, context));
    case 'and':
      return all(query.parts.map((part) => compileQuery(part, context)));
    case 'or':
      return any(query.parts.map((part) => compileQuery(part, context)));
    case 'term':
      return query.field?.startsWith('watchlist_') === true
        ? taggedBy(query.field, query, context)
        : processTerm(query.field, query.value, context);
  }
}

/** Documents that carry the tag of a watchlist, by when they got it. */
function taggedBy(field: string, { value }: Term, context: SearchContext): Condition {
  const span = dateSpan(value, context.nowMs);
  const query = context.watchlists.queries('events').get(field.slice('watchlist_'.length));
  return query === undefined
    ? never
    : all([
        compileSaved(query, context),
        span === undefined ? always : between('received', span.low, span.high),
      ]);
}

/** The query of a watchlist; one with values that its fields cannot have finds nothing. */
export function compileSaved(query: Query, context: SearchContext): Condition {
  try {
    return compileQuery(query, { ...context, watchlists: noTags });
  } catch (error) {
    if (error instanceof QueryError) return never;
    throw error;
  }
}

/** The same over all documents of a process: what is joined by AND may be true of different ones. */
export function compileAcrossSegments(query: Query, context: SearchContext): Condition {
  switch (query.kind) {
    case 'and':
      return all(query.parts.map((part) => compileAcrossSegments(part, context)));
    case 'or':
      return any(query.parts.map((part) => compileAcrossSegments(part, context)));
    case 'not':
      return not(compileAcrossSegments(query.part, context));
    default: {
      const { sql, params } = compileQuery(query, context);
      return sql === always.sql
        ? always
        : { sql: `process IN (SELECT process FROM document WHERE ${sql})`, params };
    }
  }
}

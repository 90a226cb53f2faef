import type { Query } from '../query/syntax.ts';
import { all, always, any, type Condition, not } from './condition.ts';
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
      return processTerm(query.field, query.value, context);
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

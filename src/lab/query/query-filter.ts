import type { Query, Value } from './syntax.ts';

type Filter<T> = (item: T) => boolean;

/**
 * A query as a test of things in memory. A term is met when one of its filters is: a field has one, a bare word as many as
 * there are fields it is looked for in.
 */
export function queryFilter<T>(
  query: Query,
  filtersOf: (field: string | undefined, value: Value) => readonly Filter<T>[],
): Filter<T> {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'not': {
      const isIn = queryFilter(query.part, filtersOf);
      return (item) => !isIn(item);
    }
    case 'and': {
      const parts = query.parts.map((part) => queryFilter(part, filtersOf));
      return (item) => parts.every((isIn) => isIn(item));
    }
    case 'or': {
      const parts = query.parts.map((part) => queryFilter(part, filtersOf));
      return (item) => parts.some((isIn) => isIn(item));
    }
    case 'term': {
      const filters = filtersOf(query.field, query.value);
      return (item) => filters.some((isIn) => isIn(item));
    }
  }
}

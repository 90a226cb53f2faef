import type { Wire } from '../history/document-wire.ts';
import { isoTime } from '../history/wire-times.ts';
import { type TextKind, textMatcher } from '../query/matchers.ts';
import { dateSpan, decimalSpan, type Span } from '../query/numbers.ts';
import { termsOf } from '../query/parse.ts';
import { queryFilter } from '../query/query-filter.ts';
import { type Query, QueryError, type Value } from '../query/syntax.ts';
import { namedFacet } from './facets.ts';
import type { SearchRequest, SearchRules } from './search-request.ts';

type TextField<T> = {
  readonly type: TextKind;
  /** Also searched by bare words. */
  readonly bare?: boolean;
  values(item: T): readonly string[];
};
/** Dates in Unix milliseconds. */
type NumberField<T> = { readonly type: 'number' | 'date'; value(item: T): number | undefined };

/** The fields of an index that is held in memory, by their names in queries. */
export type RecordFields<T> = Readonly<Record<string, TextField<T> | NumberField<T>>>;

export interface RecordIndex<T> {
  readonly fields: RecordFields<T>;
  /** `<field> asc|desc` where a search names none. */
  readonly defaultSort: string;
  /** Where facets are asked for without saying of what. */
  readonly defaultFacets: readonly string[];
  /** Puts equals in order. */
  idOf(item: T): string;
}

export function rulesOf<T>({ defaultFacets }: RecordIndex<T>): SearchRules {
  return { isTimed: false, defaultFacets };
}

/** A search for alerts or threat reports; the page as it is in memory, the answer but for its rows. @throws QueryError. */
export function searchRecords<T>(
  request: SearchRequest,
  items: readonly T[],
  index: RecordIndex<T>,
  nowMs: number,
): { readonly page: readonly T[]; readonly answer: Wire } {
  const since = performance.now();
  const found = items.filter(recordFilter(request.query, index.fields, nowMs));
  const page = sorted(found, request.sort ?? '', index).slice(request.start, request.start + request.rows);
  const facets = request.facets.map((field) => [field, facet(field, found, index.fields)] as const);
  return {
    page,
    answer: {
      terms: termsOf(request.query),
      total_results: found.length,
      start: request.start,
      facets: Object.fromEntries(facets),
      highlights: [],
      elapsed: (performance.now() - since) / 1000,
    },
  };
}

/** Says which records a query is for. @throws QueryError for values that a field cannot have. */
export function recordFilter<T>(query: Query, fields: RecordFields<T>, nowMs: number): (item: T) => boolean {
  const bare = Object.entries(fields).filter(([, field]) => 'bare' in field && field.bare === true);
  return queryFilter(query, (name, value) => {
    if (name === undefined)
      return isAnything(value) ? [() => true] : bare.map(([, field]) => fieldFilter(field, value, nowMs));
    const field = own(fields, name);
    return field === undefined ? [] : [fieldFilter(field, value, nowMs)];
  });
}

function isAnything(value: Value): boolean {
  return value.kind !== 'range' && /^\*+(:\*)?$/.test(value.text);
}

function fieldFilter<T>(
  field: TextField<T> | NumberField<T>,
  value: Value,
  nowMs: number,
): (item: T) => boolean {
  if ('values' in field) {
    const matches = textMatcher(field.type, value);
    return (item) => field.values(item).some(matches);
  }
  const span = field.type === 'date' ? dateSpan(value, nowMs) : decimalSpan(value);
  return (item) => within(span, field.value(item));
}

function within(span: Span | undefined, value: number | undefined): boolean {
  return value !== undefined && (span === undefined || (value >= span.low && value <= span.high));
}

function sorted<T>(items: readonly T[], text: string, { fields, defaultSort, idOf }: RecordIndex<T>): T[] {
  const [name = '', direction = 'asc'] = (text.trim() || defaultSort).split(/\s+/);
  const field = own(fields, name.toLowerCase());
  if (field === undefined || !/^(asc|desc)$/i.test(direction))
    throw new QueryError(`nothing can be sorted by ${text}`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  const keyOf = (item: T) =>
    'values' in field
      ? (field.values(item)[0] ?? '').toLowerCase()
      : (field.value(item) ?? Number.NEGATIVE_INFINITY);
  return items
    .map((item) => ({ item, key: keyOf(item), id: idOf(item) }))
    .sort((a, b) => sign * compare(a.key, b.key) || compare(a.id, b.id))
    .map(({ item }) => item);
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const dayMs = 86_400_000;

/** Days for dates, as name and value alone; an unknown field has no buckets. */
function facet<T>(name: string, items: readonly T[], fields: RecordFields<T>): unknown[] {
  const field = own(fields, name);
  if (field === undefined) return [];
  const counts = new Map<string, number>();
  for (const item of items) {
    for (const value of bucketsOf(field, item)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return field.type === 'date'
    ? [...counts].sort(([a], [b]) => compare(a, b)).map(([name, value]) => ({ name, value }))
    : namedFacet(counts);
}

function bucketsOf<T>(field: TextField<T> | NumberField<T>, item: T): readonly string[] {
  if ('values' in field) return field.values(item);
  const value = field.value(item);
  if (value === undefined) return [];
  return [field.type === 'date' ? isoTime(Math.floor(value / dayMs) * dayMs) : String(value)];
}

function own<T>(fields: RecordFields<T>, name: string): RecordFields<T>[string] | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

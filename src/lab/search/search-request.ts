import { instant } from '../query/numbers.ts';
import { parseQuery } from '../query/parse.ts';
import { type Query, QueryError } from '../query/syntax.ts';

/** What a search was asked, out of the query string or the posted JSON (contract/processes.md). */
export interface SearchRequest {
  readonly query: Query;
  readonly start: number;
  readonly rows: number;
  readonly sort: string | undefined;
  /** Empty unless facets were asked for; the default ones of the index where none is named. */
  readonly facets: readonly string[];
  readonly groupBy: string | undefined;
  readonly isComprehensive: boolean;
  /** Bounds on the clocks of endpoint and server, Unix ms, both included. */
  readonly times: readonly {
    readonly column: 'updated' | 'received';
    readonly low: number;
    readonly high: number;
  }[];
}

export type Parameters = Readonly<Record<string, unknown>>;

/** A search returns no more rows than that at once. */
const mostRows = 10_000;

const timeParameters = [
  ['last_update', 'updated'],
  ['last_server_update', 'received'],
] as const;

export interface SearchRules {
  /** Bounds in time, groups and comprehensive searches are known: process documents since 6.0. */
  readonly isTimed: boolean;
  readonly defaultFacets: readonly string[];
}

/** Values may be scalars or lists of one. @throws QueryError. */
export function readSearch(
  parameters: Parameters,
  { isTimed, defaultFacets }: SearchRules,
  nowMs: number,
): SearchRequest {
  const text = (name: string) => texts(parameters[name])[0];
  const named = texts(parameters['facet.field']);
  const wantsFacets = /^(true|1)$/i.test(text('facet') ?? '');
  return {
    query: readQuery(parameters),
    start: whole(text('start'), 0),
    rows: Math.min(whole(text('rows'), 10), mostRows),
    sort: text('sort'),
    facets: wantsFacets ? (named.length === 0 ? defaultFacets : named) : [],
    groupBy: isTimed ? text('cb.group') : undefined,
    isComprehensive: isTimed && /^(true|1)$/i.test(text('cb.comprehensive_search') ?? ''),
    times: isTimed
      ? timeParameters.map(([name, column]) => ({
          column,
          low: bound(text(`cb.min_${name}`), Number.NEGATIVE_INFINITY, nowMs),
          high: bound(text(`cb.max_${name}`), Number.POSITIVE_INFINITY, nowMs),
        }))
      : [],
  };
}

/** `q` and the criteria beside it, all of which must be met. @throws QueryError. */
export function readQuery(parameters: Parameters): Query {
  const query = parseQuery(texts(parameters['q'])[0] ?? '');
  const others = criteria(parameters);
  return others.length === 0 ? query : { kind: 'and', parts: [query, ...others] };
}

/** `cb.q.<field>` as in a query, `cb.fq.<field>` for the whole value. */
function criteria(parameters: Parameters): Query[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    const match = /^cb\.(f?q)\.(\w+)$/.exec(name);
    const field = match?.[2] ?? '';
    return match === null
      ? []
      : texts(value).map(
          (text): Query => (match[1] === 'q' ? parseQuery(`${field}:${text}`) : exactly(field, text)),
        );
  });
}

function exactly(field: string, text: string): Query {
  const quoted = /^"(.*)"$/.exec(text)?.[1];
  return { kind: 'term', field, value: { kind: 'phrase', text: quoted ?? text } };
}

function texts(value: unknown): string[] {
  return [value]
    .flat()
    .filter((one) => one !== undefined && one !== null)
    .map(String);
}

function whole(text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new QueryError(`no number: ${text}`);
  return Number(text);
}

function bound(text: string | undefined, open: number, nowMs: number): number {
  return text === undefined || text === '' || text === '*' ? open : instant(text, nowMs);
}

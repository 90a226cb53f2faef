import { CbError } from '../errors/cb-error.ts';
import { toBoolean, toNumber, toText } from '../text/number.ts';
import type { Http, HttpReply, JsonItems } from '../transport/types.ts';
import { type Document, SentDocument } from './document.ts';
import { type CallOptions, callOptions, misfit } from './resources/replies.ts';
import { isObject, toObject, toObjects, toTexts, type WireObject } from './wire/read.ts';

/** What is searched for, by the names of the wire: `q`, `sort`, `cb.group`, `facet.field` … (contract/processes.md, "search"). */
export type SearchParams = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** Documents of a page: any of them may turn out to be a `BadReply`. */
export type Documents = Iterable<Document> & { readonly length: number };

/** One page of a search. */
export interface Page {
  readonly documents: Documents;
  /** As the server estimates it, which may be too many; undefined where it does not say. */
  readonly total: number | undefined;
  readonly start: number;
  /** A part of the index did not answer. */
  readonly isIncomplete: boolean;
  /** Names under `filtered` that hold something: the user may not see all results. */
  readonly hidden: readonly string[];
  /** How the server understood the query. */
  readonly terms: readonly string[];
  /** Undefined where the server sends none. */
  readonly facets: WireObject | undefined;
  /** Gives back the memory of its documents, of which none is looked at any more. */
  readonly release?: (() => void) | undefined;
}

export type Search = (params: SearchParams, options?: CallOptions) => Promise<Page>;

/** A longer request line goes as POST: nginx refuses lines beyond its buffer (contract/processes.md, "quirks"). */
const longestQuery = 2000;

type PostedQuery = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The search of one index: GET, or POST where the query is long; `bodyOf` where an index wants another body than the parameters. */
export function createSearch(
  http: Http,
  path: string,
  bodyOf: (query: PostedQuery) => unknown = (query) => query,
): Search {
  return async (params, options) => {
    const given = Object.entries({ 'cb.urlver': 1, ...params }).filter(([, value]) => value !== undefined);
    const query = Object.fromEntries(given) as PostedQuery;
    const length = given.reduce(
      (sum, [name, value]) => sum + name.length + encodeURIComponent(String(value).toWellFormed()).length,
      0,
    );
    const reply =
      length > longestQuery
        ? await http.request({
            method: 'POST',
            path,
            json: bodyOf(query),
            effect: 'reads',
            asksOnly: true,
            ...callOptions(options),
          })
        : await http.request({ method: 'GET', path, query, effect: 'reads', ...callOptions(options) });
    return readPage(reply);
  };
}

/** A page of results as sent; 204 is an empty one. */
export async function readPage(reply: HttpReply): Promise<Page> {
  if (reply.status === 204) {
    await reply.discard();
    return { documents: [], total: 0, start: 0, isIncomplete: false, hidden: [], terms: [], facets: {} };
  }
  const { json: wire, items, release } = await reply.jsonList('results');
  if (!isObject(wire) || !Array.isArray(wire['results'])) throw misfit(wire, reply, 'holds no results');
  return {
    documents: { length: items.length, [Symbol.iterator]: () => documentsIn(items, reply) },
    total: toNumber(wire['total_results']),
    start: toNumber(wire['start']) ?? 0,
    isIncomplete: toBoolean(wire['incomplete_results']) ?? false,
    hidden: Object.entries(toObject(wire['filtered']))
      .filter(([, value]) => holdsSomething(value))
      .map(([name]) => name),
    terms: toTexts(wire['terms']),
    facets: isObject(wire['facets']) ? wire['facets'] : undefined,
    release,
  };
}

/** A page that was asked for to be counted by. Kind `BadReply` where the server does not say how many there are. */
export function totalOf({ total }: Pick<Page, 'total'>): number {
  if (total !== undefined) return total;
  throw new CbError('BadReply', "the server's reply holds no count", { hint: '--debug shows the requests' });
}

export interface Counted extends Pick<Page, 'isIncomplete' | 'hidden'> {
  readonly total: number;
}

/** How many there are, by the server's count. */
async function countOf(search: Search, params: SearchParams, options?: CallOptions): Promise<Counted> {
  const page = await search({ ...params, rows: 0, start: 0 }, options);
  return { ...page, total: totalOf(page) };
}

function* documentsIn(items: JsonItems, reply: HttpReply): Generator<Document> {
  const noObject = (value: unknown): Error => misfit(value, reply, 'holds a result that is no object');
  for (let index = 0; index < items.length; index++) yield new SentDocument(items, index, noObject);
}

function holdsSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : (toNumber(value) ?? 0) > 0 || value === true;
}

export interface PagesOptions extends CallOptions {
  readonly start?: number | undefined;
  /** All when not said. */
  readonly limit?: number | undefined;
  /** Rows that are asked for at once. */
  readonly rows: number;
}

/** Of pages that are waited for, while one is read. More of them is more work for the server at once. */
const mostComing = 2;

/**
 * The pages of a search. While one is read the next is on its way, and behind a full one that after it, too, where the total says
 * that there is one: it begins where the next would end, and is thrown away where that turns out shorter. Ends on an empty page though the total
 * says more; a page that is shorter than asked for is not the end, nor is a total that is less than what was given already. Documents that
 * were not looked into before the next page is asked for can be no more.
 *
 * A server may have no answer for two at once: what fails beside another is asked for again alone, and from then on, as behind what was thrown
 * away, there is one on its way.
 */
export async function* pagesOf(
  search: Search,
  params: SearchParams,
  { start = 0, limit = Number.POSITIVE_INFINITY, rows, ...call }: PagesOptions,
): AsyncGenerator<Page> {
  const end = start + limit;
  const coming: Asked[] = [];
  let most = mostComing;
  /** Asks for what begins there, unless as much is on its way or none is wanted. */
  const ask = (at: number): void => {
    if (at >= end || coming.length >= most) return;
    coming.push(askFor({ start: at, rows: Math.min(rows, end - at) }, coming.at(-1)));
  };
  const askFor = (part: { readonly start: number; readonly rows: number }, beside?: Asked): Asked => {
    const stop = new AbortController();
    const signal = call.signal === undefined ? stop.signal : AbortSignal.any([call.signal, stop.signal]);
    // Of two that a server refuses to work on at once one is enough to try again and again.
    const tries = beside === undefined ? call.tries : 1;
    const page = search({ ...params, ...part }, { ...call, signal, tries });
    // Its failure is told when its turn comes, which may be never.
    page.catch(() => undefined);
    if (beside !== undefined) beside.isAlone = false;
    return { ...part, end: part.start + part.rows, page, stop, isAlone: beside === undefined };
  };
  const arrived = async (asked: Asked): Promise<Page> => {
    try {
      return await asked.page;
    } catch (error) {
      if (asked.isAlone || call.signal?.aborted === true) throw error;
      most = 1;
      await Promise.allSettled(coming.map(({ page }) => page));
      return await askFor({ start: asked.start, rows: asked.rows }).page;
    }
  };
  try {
    ask(start);
    let at = start;
    for (let asked = coming.shift(); asked !== undefined; asked = coming.shift()) {
      const page = atMost(end - at, await arrived(asked));
      const count = page.documents.length;
      at += count;
      const isFull = at === asked.end;
      const isLast = count === 0 || at === page.total;
      if (!isFull && coming.length > 0) most = 1;
      if (!isFull || isLast) throwAway(coming.splice(0));
      if (!isLast) {
        if (coming.length === 0) ask(at);
        const next = coming.at(-1)?.end ?? at;
        if (isFull && page.total !== undefined && next < page.total) ask(next);
      }
      yield page;
      release(page);
    }
  } finally {
    throwAway(coming);
  }
}

interface Asked {
  readonly start: number;
  readonly rows: number;
  /** Where it ends if it is as long as was asked for. */
  readonly end: number;
  readonly page: Promise<Page>;
  readonly stop: AbortController;
  /** No other one has been on its way meanwhile. */
  isAlone: boolean;
}

/** Nobody waits for them: the server need not go on, and what has come is given back. */
function throwAway(asked: readonly Asked[]): void {
  for (const { page, stop } of asked) {
    stop.abort();
    page.then(release).catch(() => undefined);
  }
}

function release(page: Page): void {
  page.release?.();
}

/** A server may give more than it was asked for. */
function atMost(limit: number, page: Page): Page {
  const { documents } = page;
  if (documents.length <= limit) return page;
  function* first(): Generator<Document> {
    let left = limit;
    for (const document of documents) {
      yield document;
      left -= 1;
      if (left === 0) return;
    }
  }
  return { ...page, documents: { length: limit, [Symbol.iterator]: first } };
}

/** A facet's entry; `percent` is of the largest bucket, `ratio` of all. Time facets have neither. */
export interface FacetEntry {
  readonly name: string;
  readonly value: number;
  readonly percent: number | undefined;
  readonly ratio: string | undefined;
  readonly wire: WireObject;
}

/** The entries of one facet of a page, however it is filled. */
export function facetOf(page: Pick<Page, 'facets'>, field: string): readonly FacetEntry[] {
  return toObjects(page.facets?.[field]).map((wire) => ({
    name: toText(wire['name']) ?? ('unread' in wire ? JSON.stringify(wire['unread']) : ''),
    value: toNumber(wire['value']) ?? 0,
    percent: toNumber(wire['percent']),
    ratio: toText(wire['ratio']),
    wire,
  }));
}

export interface FoundFacets extends Pick<Page, 'isIncomplete' | 'hidden'> {
  /** In the order they were asked for. */
  readonly facets: readonly { readonly field: string; readonly entries: readonly FacetEntry[] }[];
}

/** How often each value of the fields occurs among what is searched for; the server gives the 200 most common. */
async function facetsOf(
  search: Search,
  params: SearchParams,
  fields: readonly string[],
  options?: CallOptions,
): Promise<FoundFacets> {
  const asked = { ...params, rows: 0, start: 0, facet: true, 'facet.field': fields };
  const page = await search(asked, options);
  if (page.facets === undefined) {
    throw new CbError('BadReply', "the server's reply holds no facets", {
      hint: '--debug shows the requests',
    });
  }
  const facets = fields.map((field) => ({ field, entries: facetOf(page, field) }));
  return { facets, isIncomplete: page.isIncomplete, hidden: page.hidden };
}

/** What every index can be asked. */
export function searchWays(search: Search) {
  return {
    pages: (params: SearchParams, options: PagesOptions): AsyncGenerator<Page> =>
      pagesOf(search, params, options),
    count: (params: SearchParams, options?: CallOptions): Promise<Counted> =>
      countOf(search, params, options),
    facets: (params: SearchParams, fields: readonly string[], options?: CallOptions): Promise<FoundFacets> =>
      facetsOf(search, params, fields, options),
  };
}

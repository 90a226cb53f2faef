import type { Counted, FoundFacets, Page, PagesOptions, SearchParams } from '../api/page.ts';
import type { CallOptions } from '../api/resources/replies.ts';
import { CbError } from '../errors/cb-error.ts';
import { formatRfc3339, parseServerTime } from '../text/age.ts';
import { toText } from '../text/number.ts';
import { filteredQuery } from '../text/query-filters.ts';
import { spanWords } from '../text/time-words.ts';
import { atMost } from './at-most.ts';

export interface CountedIndex {
  count(params: SearchParams, options?: CallOptions): Promise<Counted>;
  pages(params: SearchParams, options: PagesOptions): AsyncIterable<Page>;
  facets(params: SearchParams, fields: readonly string[], options?: CallOptions): Promise<FoundFacets>;
}

export interface HistogramWork {
  /** Without its query, which `text` is. */
  readonly params: SearchParams;
  readonly text: string;
  /** A time of documents. */
  readonly field: string;
  /** Undefined: by what the hits span. */
  readonly stepMs: number | undefined;
  readonly signal: AbortSignal;
  /** Hears how many counts the server was asked for. */
  readonly onProgress: (asked: number) => void;
}

/** How many hits lie in each period of time; the periods follow each other without a gap, in UTC. */
export interface TimeHistogram {
  readonly stepMs: number;
  readonly buckets: readonly TimeBucket[];
  /** Hits that have no such time. */
  readonly undated: number;
  /** Who counted: the server at once, or by a search for each period. */
  readonly by: 'facet' | 'searches';
  /** Hits came or went meanwhile: what stands beside each other was not counted at one time. */
  readonly hasMoved: boolean;
  readonly gaps: Pick<Page, 'isIncomplete' | 'hidden'>;
}

export interface TimeBucket {
  /** Unix ms. */
  readonly fromMs: number;
  readonly count: number;
}

const second = 1000;
const hour = 3_600_000;
const day = 24 * hour;
/** Periods that are counted, whatever there is in them: a month of hours. Each takes about one search. */
const mostBuckets = 750;
/** Where there are few hits, which take that few searches together: a year of hours. */
const mostSparse = 10_000;
const mostSearches = 1500;
/** The server's facet gives so many values, and no word of more. */
const mostOfFacet = 200;
const searchesAtOnce = 4;
/** The least of these that makes at most so many periods. */
const usualSteps = [hour, 6 * hour, day, 7 * day, 28 * day, 91 * day, 364 * day];
const usualMost = 80;

/** Counts hits over time. Kind `Usage` where that would be too many periods, `BadReply` where the server gives hits without the time they have. */
export async function timeHistogram(index: CountedIndex, work: HistogramWork): Promise<TimeHistogram> {
  const { params, text, field, signal, onProgress } = work;
  const turns = atMost(searchesAtOnce);
  let asked = 0;
  let isIncomplete = false;
  const hidden = new Set<string>();
  const count = async (...filters: readonly string[]): Promise<number> => {
    const q = filteredQuery(text, filters);
    const counted = await turns(() => index.count({ ...params, q }, { signal }));
    isIncomplete ||= counted.isIncomplete;
    for (const name of counted.hidden) hidden.add(name);
    asked += 1;
    onProgress(asked);
    return counted.total;
  };
  const all = await count();
  const total = all === 0 ? 0 : await count(`${field}:*`);
  const gaps = () => ({ isIncomplete, hidden: [...hidden] });
  const whole = { undated: Math.max(0, all - total), hasMoved: total > all };
  if (total === 0) return { stepMs: work.stepMs ?? day, buckets: [], by: 'searches', ...whole, gaps: gaps() };

  const first = await edgeOf(index, work, 'asc');
  const last = await edgeOf(index, work, 'desc');
  const stepMs = work.stepMs ?? stepFor(Math.abs(last - first));
  const fromMs = Math.floor(Math.min(first, last) / stepMs) * stepMs;
  const length = Math.floor((Math.max(first, last) - fromMs) / stepMs) + 1;
  const isSparse = length <= mostSparse && total * Math.log2(length) <= mostSearches;
  if (length > mostBuckets && !isSparse) throw tooMany(length, stepMs, work);
  const counts = new Array<number>(length).fill(0);
  const made = (by: TimeHistogram['by'], hasMoved: boolean): TimeHistogram => ({
    stepMs,
    buckets: counts.map((each, at) => ({ fromMs: fromMs + at * stepMs, count: each })),
    by,
    ...whole,
    hasMoved,
    gaps: gaps(),
  });

  const days = field === 'start' && stepMs % day === 0 ? await daysOf(index, work, total) : undefined;
  if (days !== undefined) {
    for (const [at, value] of days) {
      const place = Math.floor((at - fromMs) / stepMs);
      if (place >= 0 && place < length) counts[place] = (counts[place] ?? 0) + value;
    }
    if (counts.reduce((sum, each) => sum + each, 0) === total) return made('facet', whole.hasMoved);
    counts.fill(0);
  }

  let { hasMoved } = whole;
  const at = (place: number): string => plainTime(fromMs + place * stepMs);
  /** From one period up to another one, which is not in it: a range has both its ends. */
  const between = (from: number, to: number): Promise<number> =>
    count(`${field}:[${at(from)} TO ${at(to)}]`, `-${field}:[${at(to)} TO *]`);
  const split = async (from: number, to: number, known: number): Promise<void> => {
    if (known === 0) return;
    if (to - from === 1) {
      counts[from] = known;
      return;
    }
    const half = (from + to) >> 1;
    const left = await between(from, half);
    let right = known - left;
    if (right < 0) {
      hasMoved = true;
      right = await between(half, to);
    }
    await Promise.all([split(from, half, left), split(half, to, right)]);
  };
  await split(0, length, total);
  return made('searches', hasMoved);
}

/** Time of the first or the last hit. */
async function edgeOf(
  index: CountedIndex,
  { params, text, field, signal }: HistogramWork,
  order: 'asc' | 'desc',
): Promise<number> {
  const search = { ...params, q: filteredQuery(text, [`${field}:*`]), sort: `${field} ${order}` };
  for await (const { documents } of index.pages(search, { rows: 1, limit: 1, signal })) {
    for (const document of documents) {
      const time = parseServerTime(toText(document.field(field)));
      if (time !== undefined) return time;
    }
  }
  throw new CbError('BadReply', `the server gives no hit with a time in "${field}", and counts some`, {
    hint: '--debug shows the requests',
  });
}

/** Hits of each day by the server's facet; undefined where it does not give whole days, or not all. */
async function daysOf(
  index: CountedIndex,
  { params, text, signal }: HistogramWork,
  total: number,
): Promise<readonly (readonly [atMs: number, count: number])[] | undefined> {
  const found = await index.facets({ ...params, q: filteredQuery(text, ['start:*']) }, ['start'], { signal });
  const entries = (found.facets[0]?.entries ?? []).filter(({ value }) => value > 0);
  const days = entries.map(({ name, value }) => [parseServerTime(name) ?? Number.NaN, value] as const);
  const sum = days.reduce((all, [, value]) => all + value, 0);
  if (found.isIncomplete || entries.length >= mostOfFacet || sum !== total) return undefined;
  return days.every(([at]) => at % day === 0) ? days : undefined;
}

function stepFor(spanMs: number): number {
  return usualSteps.find((step) => spanMs / step <= usualMost) ?? 10 * 364 * day;
}

function tooMany(length: number, stepMs: number, { field }: HistogramWork): CbError {
  const least = usualSteps.find((step) => (length * stepMs) / step <= mostBuckets);
  const way = least === undefined ? '' : `a step of ${spanWords(least)} makes fewer, and `;
  return new CbError(
    'Usage',
    `that is ${length.toLocaleString('en-US')} periods of ${spanWords(stepMs)}, and ${mostBuckets} are drawn at most`,
    { hint: `${way}${field}:[2024-05-01 TO 2024-05-14] in the query narrows it` },
  );
}

/** Without a zone: UTC, in whole seconds (contract/query-language.md). */
function plainTime(ms: number): string {
  return formatRfc3339(Math.floor(ms / second) * second).replace(/Z$/, '');
}

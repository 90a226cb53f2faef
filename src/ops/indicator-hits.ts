import type { Cb } from '../api/client.ts';
import type { SearchParams } from '../api/page.ts';
import { isCbError } from '../errors/cb-error.ts';
import { hasStatus } from '../errors/server-fault.ts';
import { parseServerTime } from '../text/age.ts';
import type { Indicator, IndicatorType } from '../text/indicators.ts';
import { toText } from '../text/number.ts';
import { queryValue, quotedValue } from '../text/query-filters.ts';
import { atMost } from './at-most.ts';
import { lacksHits } from './search-list.ts';

/** Where an indicator was seen, as far as its processes were read. */
export interface IndicatorHits {
  readonly indicator: Indicator;
  /** Finds the processes. */
  readonly query: string;
  readonly processes: number;
  /** There are more processes than were read: the numbers are the least that there are. */
  readonly isMore: boolean;
  readonly hosts: readonly string[];
  readonly names: readonly string[];
  /** MD5s of what ran. */
  readonly binaries: readonly string[];
  /** As the server writes them. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** Not all of it was given: a part of the index did not answer, or processes are counted and none is given. */
  readonly isIncomplete: boolean;
}

export interface HitsOptions {
  /** Added to each search. */
  readonly params: SearchParams;
  /** Processes of one indicator that are read. */
  readonly most: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** Indicators in one query: well below the 1024 clauses that a Solr takes, three of them for a file. */
const perQuery = 100;
const requestsAtOnce = 4;

const mostKept = 1000;

const terms: Readonly<Record<IndicatorType, (value: string) => string>> = {
  md5: (value) => `md5:${value.toUpperCase()}`,
  sha256: (value) => `sha256:${value}`,
  ip: (value) => (value.includes(':') ? `ipv6addr:${quotedValue(value)}` : `ipaddr:${value}`),
  domain: (value) => `domain:${queryValue(value)}`,
  file: (value) =>
    `(process_name:${queryValue(value)} or filemod:${queryValue(value)} or modload:${queryValue(value)})`,
  registry: (value) => `regmod:${quotedValue(pathOfEvents(value))}`,
};

/** The query that finds the processes of an indicator. */
export function queryOfIndicator({ type, value }: Indicator): string {
  return terms[type](value);
}

/** Events name keys of the registry from below the root on (contract/query-language.md). */
function pathOfEvents(path: string): string {
  return path.replace(/^[^\\]+\\/, '').toLowerCase();
}

/**
 * Where each was seen. Many are asked about at once, and only where something was seen is it asked about which it was: what was not seen costs a
 * hundredth of a request.
 */
export async function hitsOf(
  cb: Pick<Cb, 'processes'>,
  indicators: readonly Indicator[],
  { params, most, signal, onProgress }: HitsOptions,
): Promise<readonly IndicatorHits[]> {
  const turns = atMost(requestsAtOnce);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const found = new Map<Indicator, IndicatorHits>();
  let done = 0;
  const settle = (some: readonly Indicator[], hits: (indicator: Indicator) => IndicatorHits): void => {
    for (const each of some) found.set(each, hits(each));
    done += some.length;
    onProgress(done);
  };

  const countOf = async (some: readonly Indicator[]): Promise<'none' | 'some' | 'incomplete'> => {
    const q = `(${some.map(queryOfIndicator).join(' or ')})`;
    const { total, isIncomplete } = await turns(() =>
      cb.processes.count({ ...params, q }, { signal: either }),
    );
    return total > 0 ? 'some' : isIncomplete ? 'incomplete' : 'none';
  };
  const halves = async (some: readonly Indicator[]): Promise<void> => {
    const half = Math.ceil(some.length / 2);
    await Promise.all([look(some.slice(0, half)), look(some.slice(half))]);
  };
  const look = async (some: readonly Indicator[]): Promise<void> => {
    either.throwIfAborted();
    const [only] = some;
    if (only === undefined) return;
    if (some.length === 1) {
      const hits = await turns(() => readHits(cb, only, params, most, either));
      settle(some, () => hits);
      return;
    }
    let answer: Awaited<ReturnType<typeof countOf>>;
    try {
      answer = await countOf(some);
    } catch (error) {
      // A query of too many terms: a smaller one may go through.
      if (!isCbError(error, 'BadReply') && !hasStatus(error, 400, 413)) throw error;
      answer = 'some';
    }
    if (answer === 'some') await halves(some);
    else settle(some, (indicator) => ({ ...nothing(indicator), isIncomplete: answer === 'incomplete' }));
  };
  const parts = Array.from({ length: Math.ceil(indicators.length / perQuery) }, (_, i) =>
    indicators.slice(i * perQuery, (i + 1) * perQuery),
  );
  await Promise.all(
    parts.map(async (part) => {
      try {
        await look(part);
      } catch (error) {
        failed.abort(error);
        throw error;
      }
    }),
  );
  return indicators.map((indicator) => found.get(indicator) ?? nothing(indicator));
}

function nothing(indicator: Indicator): IndicatorHits {
  return {
    indicator,
    query: queryOfIndicator(indicator),
    processes: 0,
    isMore: false,
    hosts: [],
    names: [],
    binaries: [],
    first: undefined,
    last: undefined,
    isIncomplete: false,
  };
}

async function readHits(
  { processes }: Pick<Cb, 'processes'>,
  indicator: Indicator,
  params: SearchParams,
  most: number,
  signal: AbortSignal,
): Promise<IndicatorHits> {
  const query = queryOfIndicator(indicator);
  const ids = new Set<string>();
  const [hosts, names, binaries] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const [first, last] = [new Extreme(-1), new Extreme(1)];
  let isIncomplete = false;
  let [total, read] = [0, 0];
  const asked = { ...params, q: query, 'cb.group': 'id', sort: 'start asc' };
  for await (const page of processes.pages(asked, { rows: Math.min(most, 200), limit: most, signal })) {
    total = Math.max(total, page.total ?? 0);
    read += page.documents.length;
    isIncomplete ||= lacksHits(page, read);
    for (const document of page.documents) {
      ids.add(toText(document.field('id')) ?? '');
      keep(hosts, document.field('hostname'));
      keep(names, document.field('process_name'));
      keep(binaries, document.field('process_md5'));
      first.see(toText(document.field('start')));
      last.see(toText(document.field('last_update')));
    }
  }
  return {
    indicator,
    query,
    processes: ids.size,
    isMore: ids.size >= most && total > most,
    hosts: [...hosts],
    names: [...names],
    binaries: [...binaries],
    first: first.text,
    last: last.text,
    isIncomplete,
  };
}

function keep(values: Set<string>, value: unknown): void {
  const text = toText(value);
  if (text !== undefined && text !== '' && values.size < mostKept) values.add(text);
}

/** The earliest or the latest of some times, in the server's words. */
class Extreme {
  text: string | undefined;
  #ms = Number.NaN;
  readonly #sign: 1 | -1;

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  see(text: string | undefined): void {
    const ms = parseServerTime(text);
    if (ms === undefined || (this.text !== undefined && this.#sign * (ms - this.#ms) <= 0)) return;
    [this.text, this.#ms] = [text, ms];
  }
}

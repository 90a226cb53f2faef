import { createHash } from 'node:crypto';
import { CbError } from '../errors/cb-error.ts';
import { escapeJson } from '../text/escape.ts';
import type { Indicator, IndicatorType } from '../text/indicators.ts';
import { writeSavedSearch } from '../text/saved-search.ts';
import { queryOfIndicator } from './indicator-hits.ts';

export interface FeedSource {
  /** A short name: tags are made of it, `alliance_score_NAME`. */
  readonly name: string;
  /** What the report is called. */
  readonly title: string;
  readonly indicators: readonly Indicator[];
  /** Unix ms. */
  readonly nowMs: number;
}

/** How sure it is, of 100: what a report of somebody else is worth until somebody has looked. */
const score = 50;

/** Kind `Usage` for what no feed can be called: tags are made of it. */
export function mustBeFeedName(name: string): void {
  if (/^[A-Za-z][A-Za-z0-9]{0,39}$/.test(name)) return;
  throw new CbError('Usage', `"${name}" cannot be the name of a feed`, {
    hint: 'up to 40 letters and digits, with a letter in front',
  });
}

/**
 * The document of a feed with one report that names the indicators (contract/feeds-reports.md): the server fetches it from where it is put, and
 * looks for them from then on. The report of the same indicators has the same id.
 */
export function feedDocument({ name, title, indicators, nowMs }: FeedSource): string {
  const valuesOf = (type: IndicatorType, isMeant = (_value: string) => true): readonly string[] =>
    indicators.filter((each) => each.type === type && isMeant(each.value)).map(({ value }) => value);
  const isV6 = (value: string): boolean => value.includes(':');
  const queries = indicators
    .filter(({ type }) => type === 'file' || type === 'registry')
    .map(queryOfIndicator);
  const iocs = {
    md5: valuesOf('md5'),
    sha256: valuesOf('sha256'),
    ipv4: valuesOf('ip', (value) => !isV6(value)),
    ipv6: valuesOf('ip', isV6),
    dns: valuesOf('domain'),
  };
  const query = queries.map((q) => ({ index_type: 'events', search_query: writeSavedSearch(q) }));
  const filled = Object.entries(iocs).filter(([, values]) => values.length > 0);
  const key = indicators
    .map(({ type, value }) => `${type} ${value}`)
    .sort()
    .join('\n');
  const report = {
    id: `${name.toLowerCase()}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`,
    title,
    link: '',
    score,
    timestamp: Math.floor(nowMs / 1000),
    iocs: { ...Object.fromEntries(filled), ...(query.length === 0 ? {} : { query }) },
  };
  const feedinfo = {
    name: name.toLowerCase(),
    display_name: name,
    provider_url: '',
    summary: `Indicators of ${title}`,
    tech_data: 'There are no requirements to share any data for this feed.',
  };
  return escapeJson(`${JSON.stringify({ feedinfo, reports: [report] }, null, 2)}\n`);
}

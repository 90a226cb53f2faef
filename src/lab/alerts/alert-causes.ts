import { firstFeeds } from '../feeds/first-feeds.ts';
import { knownSites, madeReports } from '../feeds/made-reports.ts';
import type { Report } from '../feeds/report.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/syntax.ts';
import { firstWatchlists } from '../watchlists/first-watchlists.ts';
import { savedQuery } from '../watchlists/saved-query.ts';
import type { AlertCause, AlertType } from './alert.ts';

/** What alerts are about: process documents, or binaries. */
export interface CauseRule {
  readonly type: AlertType;
  readonly cause: AlertCause;
  /** Which documents raise it; for binaries, which images. */
  readonly query: Query;
  /** How often, compared with others. */
  readonly weight: number;
}

/** What raises alerts in a new lab: its own feeds and watchlists, whatever becomes of them later. */
export function causeRules(seed: number, sinceMs: number): CauseRule[] {
  const reports = firstFeeds().flatMap((feed) => madeReports(feed, seed, sinceMs));
  const report = (id: string) => reports.filter((one) => one.id === id);
  const malware = (type: AlertType, weight: number) =>
    [...report('updater-implant'), ...report('vt-45')].map((one) => byHash(one, type, weight));
  return [
    ...watchlistRules(sinceMs),
    ...malware('watchlist.hit.ingress.process', 3),
    ...malware('watchlist.hit.ingress.binary', 1),
    ...malware('watchlist.hit.ingress.host', 1),
    ...report('CVE-2016-0001').map((one) => byHash(one, 'watchlist.hit.ingress.process', 3)),
    ...report('fuzzywombat-2024.01-00').map((one) =>
      bySite(one, 'dns', knownSites.beacon, 'process_name:svch0st.exe netconn_count:[1 TO *]', 4),
    ),
    ...report('case-1182').map((one) =>
      bySite(one, 'ipv4', knownSites.pool, 'process_name:kswapd0 netconn_count:[1 TO *]', 2),
    ),
    ...reports
      .filter(({ feed }) => feed.name === 'torexits')
      .slice(0, 7)
      .map((one) =>
        bySite(one, 'ipv4', knownSites.torExit, 'process_name:chrome.exe netconn_count:[1 TO *]', 1),
      ),
    ...reports.filter(({ feed }) => feed.name === 'techniques').flatMap(byTechnique),
  ];
}

/** Of those watchlists that alert, and of the binaries' ones. */
function watchlistRules(sinceMs: number): CauseRule[] {
  const book = firstWatchlists(sinceMs);
  return book.list().flatMap(({ id, name, description, index_type, search_query, ranMs }): CauseRule[] => {
    const query = savedQuery(search_query);
    const alerts =
      index_type === 'modules' || book.actions.of(id).some(({ action_type }) => action_type === 3);
    if (query === undefined || ranMs === null || !alerts) return [];
    const cause: AlertCause = {
      feedId: -1,
      feedName: 'My Watchlists',
      feedRating: 3,
      watchlistId: String(id),
      watchlistName: name,
      description: description ?? '',
      link: '',
      score: 75,
      iocType: 'query',
      iocValue: search_query,
      iocAttr: {},
    };
    return index_type === 'events'
      ? [{ type: 'watchlist.hit.query.process', cause, query, weight: 4 }]
      : [{ type: 'watchlist.hit.query.binary', cause, query, weight: 1 }];
  });
}

function byHash(report: Report, type: AlertType, weight: number): CauseRule {
  const hashes = report.iocs.md5 ?? [];
  const field = type.endsWith('.process') ? 'process_md5' : 'md5';
  // Which of them it is, is filled in from the document.
  const cause = causeOf(report, 'md5', '', {});
  return {
    type,
    cause,
    query: {
      kind: 'or',
      parts: hashes.map((text) => ({ kind: 'term', field, value: { kind: 'phrase', text } })),
    },
    weight,
  };
}

function bySite(
  report: Report,
  type: 'dns' | 'ipv4',
  value: string,
  query: string,
  weight: number,
): CauseRule {
  return {
    type: 'watchlist.hit.ingress.process',
    cause: causeOf(report, type, value, {
      direction: 'Outbound',
      protocol: 'TCP',
      port: 443,
      ...(type === 'dns' ? { dns_name: value } : { remote_ip: value }),
    }),
    query: parseQuery(query),
    weight,
  };
}

function byTechnique(report: Report): CauseRule[] {
  return (report.iocs.query ?? []).flatMap(({ search_query }) => {
    const query = savedQuery(search_query);
    return query === undefined
      ? []
      : [
          {
            type: 'watchlist.hit.query.process',
            cause: causeOf(report, 'query', search_query, {}),
            query,
            weight: 1,
          } as const,
        ];
  });
}

function causeOf(
  { feed, id, title, description, link, score }: Report,
  iocType: string,
  iocValue: string,
  iocAttr: AlertCause['iocAttr'],
): AlertCause {
  return {
    feedId: feed.id,
    feedName: feed.name,
    feedRating: feed.provider_rating,
    watchlistId: id,
    watchlistName: title,
    description,
    link,
    score,
    iocType,
    iocValue,
    iocAttr,
  };
}

import type { Query } from '../query/syntax.ts';
import { compileSaved } from '../search/compile.ts';
import type { ResultPages } from '../search/result-pages.ts';
import type { SearchContext } from '../search/search-context.ts';
import { savedQuery } from '../watchlists/saved-query.ts';
import type { Iocs, Report } from './report.ts';

/** How much of what a report warns of was seen here. */
export interface ReportHits {
  readonly total_hits: number;
  readonly total_hosts: number;
}

export function reportHits({ iocs }: Report, context: SearchContext, pages: ResultPages): ReportHits {
  const condition = compileSaved({ kind: 'or', parts: partsOf(iocs) }, context);
  const row = context.history.file
    .prepare(`SELECT count(DISTINCT sensor) AS hosts FROM document WHERE ${condition.sql}`)
    .get(...condition.params);
  return { total_hits: pages.count(condition), total_hosts: Number(row?.['hosts'] ?? 0) };
}

function partsOf({ md5 = [], sha256 = [], dns = [], ipv4 = [], query = [] }: Iocs): Query[] {
  const terms = (field: string, values: readonly string[]) =>
    values.map((text): Query => ({ kind: 'term', field, value: { kind: 'phrase', text } }));
  return [
    ...terms('process_md5', md5),
    ...terms('process_sha256', sha256),
    ...terms('domain', dns),
    ...terms('ipaddr', ipv4),
    ...query.flatMap(({ search_query }) => savedQuery(search_query) ?? []),
  ];
}

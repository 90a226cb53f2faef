import { formatRfc3339 } from '../../text/age.ts';
import { queryValue, quotedValue } from '../../text/query-filters.ts';
import { query } from '../context.ts';
import { searchIndex } from '../index-search.ts';
import { completeQuery, searchConflicts, searchOptions } from '../search-options.ts';
import { alertListColumns, alertObject } from './columns.ts';
import { completeStatus, statusOf } from './status-words.ts';

export const alertSearch = query({
  name: 'alert',
  aliases: ['alert search', 'alert list'],
  about: 'search alerts by status, severity, host, cause and time',
  details:
    'The query is the one of the console: feed_name:"My Watchlists" alert_severity:[50 TO *]. The options stand for terms that are added to it. The newest come first.',
  group: 'alerts',
  effect: 'reads',
  operands: {
    query: {
      kind: 'text',
      many: true,
      optional: true,
      about: 'what to search for; everything when not said',
    },
  },
  options: {
    status: { kind: 'list', value: 'WORD,WORD', about: 'unresolved, in-progress, resolved, false-positive' },
    severity: { kind: 'integer', value: 'N', about: 'of this severity at least, 0 to 100' },
    assigned: { kind: 'text', value: 'USER', about: 'assigned to this user' },
    unassigned: { kind: 'flag', about: 'assigned to nobody' },
    host: { kind: 'text', value: 'NAME', about: 'on this host' },
    since: { kind: 'time', about: 'created at this time or later' },
    until: { kind: 'time', about: 'created at this time or before' },
    ...searchOptions,
  },
  conflicts: [...searchConflicts, ['assigned', 'unassigned']],
  search: ['triage', 'hit', 'detection', 'incident'],
  examples: [
    { line: 'cbq alert --status unresolved --severity 50', shows: 'what waits, and matters' },
    { line: 'cbq alert --status in-progress --assigned hschulz', shows: 'what a colleague works on' },
    {
      line: "cbq alert 'feed_name:\"My Watchlists\"' --since=-24h --sort 'alert_severity desc'",
      shows: 'hits of watchlists in a day, the worst first',
    },
    { line: 'cbq alert --facet status,hostname', shows: 'how many of each status, and where' },
  ],
  complete: { query: completeQuery('alert'), status: completeStatus },
  async run({ query: words, ...input }, context) {
    const { alerts } = await context.cb();
    const look = {
      name: 'alert',
      key: 'unique_id',
      noun: 'alerts',
      sort: 'created_time desc',
      columns: alertListColumns(context.nowMs()),
      object: alertObject,
    } as const;
    return await searchIndex(alerts, words, filtersOf(input), input, look, context);
  },
});

interface Filters {
  readonly status: readonly string[] | undefined;
  readonly severity: number | undefined;
  readonly assigned: string | undefined;
  readonly unassigned: boolean;
  readonly host: string | undefined;
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** The terms that the options stand for (contract/query-language.md, "Alert fields"). */
function filtersOf({
  status,
  severity,
  assigned,
  unassigned,
  host,
  since,
  until,
}: Filters): readonly string[] {
  const statuses = [...new Set(status?.map(statusOf))].map((each) => `status:${quotedValue(each)}`);
  return [
    ...(statuses.length > 1 ? [`(${statuses.join(' or ')})`] : statuses),
    ...(severity === undefined ? [] : [`alert_severity:[${severity} TO *]`]),
    ...(assigned === undefined ? [] : [`assigned_to:${queryValue(assigned)}`]),
    ...(unassigned ? ['-assigned_to:*'] : []),
    ...(host === undefined ? [] : [`hostname:${queryValue(host.toLowerCase())}`]),
    ...(since === undefined && until === undefined
      ? []
      : [`created_time:[${wireTime(since)} TO ${wireTime(until)}]`]),
  ];
}

/** Without a zone: UTC. */
function wireTime(ms: number | undefined): string {
  return ms === undefined ? '*' : formatRfc3339(Math.floor(ms / 1000) * 1000).replace(/Z$/, '');
}

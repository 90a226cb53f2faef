import { query } from '../context.ts';
import { searchIndex } from '../index-search.ts';
import { completeSearch, searchConflicts, searchOptions } from '../search-options.ts';
import { alertFilterOptions, filterTerms } from './alert-filters.ts';
import { alertListColumns, alertObject } from './columns.ts';
import { completeStatus } from './status-words.ts';

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
    ...alertFilterOptions,
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
  complete: { ...completeSearch('alert'), status: completeStatus },
  fields: () => alertListColumns(0),
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
    return await searchIndex(alerts, words, filterTerms(input), input, look, context);
  },
});

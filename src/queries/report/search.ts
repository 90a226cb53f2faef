import { query } from '../context.ts';
import { pickedFeeds } from '../feed/feed-kind.ts';
import { searchIndex } from '../index-search.ts';
import { completeSearch, searchConflicts, searchOptions } from '../search-options.ts';
import { reportColumns, reportName, reportObject } from './columns.ts';

export const reportSearch = query({
  name: 'report',
  aliases: ['report search', 'report list'],
  about: 'search the threat reports of all feeds',
  details:
    'The query is the one of the console: title:FUZZYWOMBAT domain:evil.example is_ignored:false. The worst come first. The last column is how a report is named elsewhere.',
  group: 'feeds and reports',
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
    feed: { kind: 'feed', value: 'F', about: 'only of this feed, by id or name' },
    ...searchOptions,
  },
  conflicts: searchConflicts,
  search: ['threat report', 'ioc', 'intelligence'],
  examples: [
    { line: 'cbq report --feed soc', shows: 'the reports of a feed, the worst first' },
    { line: "cbq report 'md5:a276b67ac893b80b963f3415e7dd146b'", shows: 'which reports name this hash' },
    { line: 'cbq report is_ignored:true --count', shows: 'how many are ignored' },
    { line: 'cbq report --facet feed_name', shows: 'how many each feed has' },
  ],
  complete: { ...completeSearch('report') },
  fields: () => reportColumns,
  async run({ query: words, feed, ...input }, context) {
    const { threatReports } = await context.cb();
    const look = {
      name: 'report',
      key: reportName,
      noun: 'reports',
      sort: 'severity_score desc',
      columns: reportColumns,
      object: reportObject,
    } as const;
    return await searchIndex(threatReports, words, await ofFeed(feed, context), input, look, context);
  },
});

/** The term for the reports of one feed. */
export async function ofFeed(
  feed: string | undefined,
  context: Parameters<typeof pickedFeeds>[1],
): Promise<readonly string[]> {
  if (feed === undefined) return [];
  return (await pickedFeeds([feed], context)).map(({ id }) => `feed_id:${id}`);
}

import { query } from '../context.ts';
import { recordOrRows } from '../wire-columns.ts';
import { feedColumns, feedObject } from './columns.ts';
import { pickedFeeds } from './feed-kind.ts';

export const feedShow = query({
  name: 'feed show',
  about: 'show a feed: where it comes from, and how it is fetched',
  details: 'Several feeds are shown as a list.',
  group: 'feeds and reports',
  effect: 'reads',
  operands: { feed: { kind: 'feed', many: true, about: 'id or name; - for stdin' } },
  options: {},
  examples: [
    { line: 'cbq feed show soc', shows: 'its address, its provider, and whether it is enabled' },
    { line: 'cbq feed show soc --json', shows: 'for a script' },
  ],
  async run({ feed }, context) {
    const found = await pickedFeeds(feed, context);
    return recordOrRows(found, feedColumns, { noun: 'feeds', object: feedObject });
  },
});

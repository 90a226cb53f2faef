import { bulk } from '../bulk.ts';
import { query } from '../context.ts';
import { feedNameColumns } from './columns.ts';
import { completeFeed, feedWords, pickedFeeds } from './feed-kind.ts';

export const feedRemove = query({
  name: 'feed remove',
  about: 'remove feeds with their reports',
  group: 'feeds and reports',
  effect: 'destroys',
  question: 'own',
  operands: { feed: { kind: 'text', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq feed remove soc --dry-run', shows: 'what would be sent' }],
  complete: { feed: completeFeed },
  async run({ feed }, context) {
    const { feeds } = await context.cb();
    const found = await pickedFeeds(feed, context);
    const plural = found.length > 1 ? `the ${found.length} feeds` : 'the feed';
    const their = found.length > 1 ? 'their' : 'its';
    await context.ask.confirm(`remove ${plural} ${found.map(feedWords).join(', ')} with ${their} reports?`);
    return bulk(
      {
        items: found,
        noun: 'feeds',
        verb: 'removed',
        columns: feedNameColumns,
        async act({ id }, signal) {
          await feeds.remove(id, { signal });
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});

import { proven } from '../../ops/proven.ts';
import { query } from '../context.ts';
import { bulkNamed, objectsOf } from '../picked.ts';
import { feedNameColumns } from './columns.ts';
import { eachFeed, feedWords } from './feed-kind.ts';

export const feedRemove = query({
  name: 'feed remove',
  about: 'remove feeds with their reports',
  group: 'feeds and reports',
  effect: 'destroys',
  undo: { not: 'added anew it would be another one, without its password' },
  question: 'own',
  operands: { feed: { kind: 'feed', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq feed remove soc --dry-run', shows: 'what would be sent' }],
  async run({ feed }, context) {
    const { feeds } = await context.cb();
    const targets = await eachFeed(feed, context);
    const found = objectsOf(targets);
    const plural = found.length > 1 ? `the ${found.length} feeds` : 'the feed';
    const their = found.length > 1 ? 'their' : 'its';
    if (found.length > 0)
      await context.ask.confirm(`remove ${plural} ${found.map(feedWords).join(', ')} with ${their} reports?`);
    return bulkNamed(
      targets,
      {
        noun: 'feeds',
        verb: 'removed',
        columns: feedNameColumns,
        async act({ id }, signal) {
          const isGone = async () => !(await feeds.list({ signal })).some((each) => each.id === id);
          await proven(() => feeds.remove(id, { signal }), isGone);
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});

import { asMayBeDone } from '../../errors/cb-error.ts';
import { hasStatus, isDoubtful } from '../../errors/server-fault.ts';
import { query } from '../context.ts';
import { bulkNamed } from '../picked.ts';
import { feedNameColumns } from './columns.ts';
import { eachFeed, feedWords } from './feed-kind.ts';

export const feedSync = query({
  name: 'feed sync',
  about: 'let the server fetch feeds now',
  details: 'The server does it in its own time, and refuses it for a feed that is disabled.',
  group: 'feeds and reports',
  effect: 'changes',
  undo: { not: 'what was fetched is there' },
  shownBy: 'cbq report --feed',
  operands: { feed: { kind: 'feed', many: true, about: 'id or name; - for stdin' } },
  options: { full: { kind: 'flag', about: 'all reports anew, not only those that changed' } },
  search: ['synchronize', 'synchronise', 'update', 'refresh'],
  examples: [
    { line: 'cbq feed sync soc', shows: 'that it is under way' },
    { line: 'cbq feed sync soc --full', shows: 'the same for all of its reports' },
  ],
  async run({ feed, full }, context) {
    const { feeds } = await context.cb();
    return bulkNamed(
      await eachFeed(feed, context),
      {
        noun: 'feeds',
        verb: 'asked for',
        columns: feedNameColumns,
        async act(each, signal) {
          try {
            await feeds.synchronize(each.id, full, { signal });
          } catch (error) {
            // Nothing of the feed shows whether it is fetched.
            if (!hasStatus(error, 409)) throw isDoubtful(error) ? asMayBeDone(error) : error;
            const name = each.name || each.id;
            throw error.reworded({
              message: `the feed ${feedWords(each)} is disabled, and is not fetched`,
              hint: `cbq feed enable ${name} comes first`,
            });
          }
          return { outcome: 'done', detail: 'the server fetches it now' };
        },
      },
      context,
    );
  },
});

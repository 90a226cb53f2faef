import { query } from '../context.ts';
import { completeFeed } from '../feed/feed-kind.ts';
import { completeQuery } from '../search-options.ts';
import { setIgnored } from './set-ignored.ts';

export const reportIgnore = query({
  name: 'report ignore',
  about: 'ignore threat reports: their hits raise no alert',
  details:
    'One or many by name, or all that match a query: then it says how many there are and asks, or wants --yes without a terminal.',
  group: 'feeds and reports',
  effect: 'changes',
  effectOf: ({ query: text }) => (text === undefined ? 'changes' : 'destroys'),
  question: 'own',
  operands: {
    report: {
      kind: 'text',
      many: true,
      optional: true,
      about: 'FEED:REPORT, the feed by id or name; - for stdin',
    },
  },
  options: {
    query: { kind: 'text', value: 'Q', about: 'all that match this query' },
    feed: { kind: 'text', value: 'F', about: 'with --query: only of this feed' },
  },
  search: ['false positive', 'noise'],
  examples: [
    { line: 'cbq report ignore soc:updater-implant', shows: 'what came of it' },
    {
      line: 'cbq report ignore --query title:FUZZYWOMBAT --feed soc --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  complete: { query: completeQuery('report'), feed: completeFeed },
  run: (input, context) => setIgnored(input, true, context),
});

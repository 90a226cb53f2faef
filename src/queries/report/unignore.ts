import { query } from '../context.ts';
import { completeFeed } from '../feed/feed-kind.ts';
import { completeQuery } from '../search-options.ts';
import { setIgnored } from './set-ignored.ts';

export const reportUnignore = query({
  name: 'report unignore',
  about: 'let the hits of threat reports raise alerts again',
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
    { line: 'cbq report unignore soc:updater-implant', shows: 'what came of it' },
    {
      line: 'cbq report unignore --query is_ignored:true --feed soc --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  complete: { query: completeQuery('report'), feed: completeFeed },
  run: (input, context) => setIgnored(input, false, context),
});

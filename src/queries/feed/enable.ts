import { query } from '../context.ts';
import { setFeedsEnabled } from './set-enabled.ts';

export const feedEnable = query({
  name: 'feed enable',
  about: 'enable feeds',
  details: 'The server fetches it from then on, and tags what its reports name.',
  group: 'feeds and reports',
  effect: 'changes',
  undo: 'kept',
  operands: { feed: { kind: 'feed', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['switch on'],
  examples: [{ line: 'cbq feed enable soc', shows: 'what came of it' }],
  run: ({ feed }, context) => setFeedsEnabled(feed, true, context),
});

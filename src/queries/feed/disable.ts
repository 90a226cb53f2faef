import { query } from '../context.ts';
import { setFeedsEnabled } from './set-enabled.ts';

export const feedDisable = query({
  name: 'feed disable',
  about: 'disable feeds',
  details: 'Its reports stay, and tag nothing new.',
  group: 'feeds and reports',
  effect: 'changes',
  undo: 'kept',
  operands: { feed: { kind: 'feed', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['switch off'],
  examples: [{ line: 'cbq feed disable soc', shows: 'what came of it' }],
  run: ({ feed }, context) => setFeedsEnabled(feed, false, context),
});

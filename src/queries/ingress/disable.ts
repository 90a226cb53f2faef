import { query } from '../context.ts';
import { filtersOperand } from './filter-kind.ts';
import { setFiltersEnabled } from './set-enabled.ts';

export const ingressDisable = query({
  name: 'ingress disable',
  about: 'switch ingress filters off: what they met is recorded again',
  group: 'server',
  effect: 'changes',
  undo: 'kept',
  operands: { filter: filtersOperand },
  options: {},
  search: ['whitelist', 'exclusion', 'off'],
  examples: [{ line: 'cbq ingress disable nightly-backup', shows: 'one by its id' }],
  run: ({ filter }, context) => setFiltersEnabled(filter, false, context),
});

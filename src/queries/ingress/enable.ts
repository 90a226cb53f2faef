import { query } from '../context.ts';
import { filtersOperand } from './filter-kind.ts';
import { setFiltersEnabled } from './set-enabled.ts';

export const ingressEnable = query({
  name: 'ingress enable',
  about: 'switch ingress filters on',
  details: 'What they meet is thrown away from then on.',
  group: 'server',
  effect: 'disrupts',
  undo: 'kept',
  question: 'own',
  operands: { filter: filtersOperand },
  options: {},
  search: ['whitelist', 'exclusion', 'on'],
  examples: [{ line: 'cbq ingress enable build-hosts --dry-run', shows: 'what would be sent' }],
  run: ({ filter }, context) => setFiltersEnabled(filter, true, context),
});

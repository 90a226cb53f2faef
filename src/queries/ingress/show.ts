import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { recordOrRows } from '../wire-columns.ts';
import { filterColumns } from './columns.ts';
import { filterKind, filtersOperand } from './filter-kind.ts';

export const ingressShow = query({
  name: 'ingress show',
  about: 'show an ingress filter with all its fields',
  details: 'Several are shown as a list.',
  group: 'server',
  effect: 'reads',
  operands: { filter: filtersOperand },
  options: {},
  search: ['whitelist', 'exclusion'],
  examples: [{ line: 'cbq ingress show nightly-backup', shows: 'what it meets, and who made it' }],
  async run({ filter }, context) {
    const { ingressFilters } = await context.cb();
    const list = () => ingressFilters.list({ signal: context.signal });
    const found = await picked(filter, filterKind, list, context);
    return recordOrRows(found, filterColumns, { noun: 'filters' });
  },
});

import { ingressState } from '../../undo/kinds/ingress-filter.ts';
import { query } from '../context.ts';
import { removeNamed } from '../remove-named.ts';
import { filterKind, filtersOperand } from './filter-kind.ts';

export const ingressRemove = query({
  name: 'ingress remove',
  about: 'take ingress filters away: what they met is recorded again',
  group: 'server',
  effect: 'destroys',
  undo: 'kept',
  question: 'own',
  operands: { filter: filtersOperand },
  options: {},
  search: ['whitelist', 'exclusion', 'delete'],
  examples: [{ line: 'cbq ingress remove nightly-backup --dry-run', shows: 'what would be sent' }],
  async run({ filter }, context) {
    const { ingressFilters } = await context.cb();
    return await removeNamed(
      filter,
      filterKind,
      {
        list: (signal) => ingressFilters.list({ signal }),
        remove: (id, signal) => ingressFilters.remove(id, { signal }),
        kept: (each) => ({
          thing: { kind: 'ingress filter', path: each.id },
          before: ingressState(each),
          left: ingressState(undefined),
        }),
      },
      context,
    );
  },
});

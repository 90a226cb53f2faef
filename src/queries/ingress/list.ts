import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { query } from '../context.ts';
import { filterColumns } from './columns.ts';

export const ingressList = query({
  name: 'ingress',
  aliases: ['ingress list'],
  about: 'list the ingress filters: what the server throws away on arrival',
  details:
    'Of what a filter meets nothing is recorded, and no watchlist sees it: one that somebody has put there to hide is worth finding. Global administrators only, from 6.1 on.',
  group: 'server',
  effect: 'reads',
  operands: {},
  options: arrayOptions,
  conflicts: arrayConflicts,
  search: ['whitelist', 'exclusion', 'drop', 'blind'],
  examples: [{ line: 'cbq ingress', shows: 'all of them, with the share that each threw away' }],
  fields: () => filterColumns,
  async run(input, { cb, signal }) {
    const all = await (await cb()).ingressFilters.list({ signal });
    return arrayList(all, input, { columns: filterColumns, noun: 'filters' });
  },
});

import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { query } from '../context.ts';
import { siteColumns, withGroups } from './columns.ts';

export const siteList = query({
  name: 'site',
  aliases: ['site list'],
  about: 'list sites with the sensor groups in them',
  group: 'groups and users',
  effect: 'reads',
  operands: {},
  options: arrayOptions,
  conflicts: arrayConflicts,
  search: ['location', 'throttle'],
  examples: [
    { line: 'cbq site', shows: 'all sites' },
    { line: 'cbq site --json', shows: 'for a script' },
  ],
  fields: () => siteColumns,
  async run(input, context) {
    const sites = await (await context.cb()).sites.list({ signal: context.signal });
    return arrayList(await withGroups(sites, context), input, { columns: siteColumns, noun: 'sites' });
  },
});

import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { query } from '../context.ts';
import { groupColumns } from './columns.ts';
import { withSiteNames } from './named-sites.ts';

export const groupList = query({
  name: 'group',
  aliases: ['group list'],
  about: 'list sensor groups with their sites and numbers of sensors',
  group: 'groups and users',
  effect: 'reads',
  operands: {},
  options: arrayOptions,
  conflicts: arrayConflicts,
  search: ['sensor group', 'policy'],
  examples: [
    { line: 'cbq group', shows: 'all groups' },
    { line: "cbq group --sort 'number_of_hosts desc' --limit 3", shows: 'the largest ones' },
    { line: 'cbq group -o csv --fields id,name,number_of_hosts', shows: 'for a spreadsheet' },
  ],
  fields: () => groupColumns,
  async run(input, context) {
    const groups = await (await context.cb()).sensorGroups.list({ signal: context.signal });
    return arrayList(await withSiteNames(groups, context), input, { columns: groupColumns, noun: 'groups' });
  },
});

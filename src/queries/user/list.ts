import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { query } from '../context.ts';
import { userColumns, withTeamNames } from './columns.ts';

export const userList = query({
  name: 'user',
  aliases: ['user list'],
  about: 'list the users of the console with their teams',
  details: 'Global administrators only.',
  group: 'groups and users',
  effect: 'reads',
  operands: {},
  options: arrayOptions,
  conflicts: arrayConflicts,
  search: ['account', 'who', 'people'],
  examples: [
    { line: 'cbq user', shows: 'who may log in' },
    { line: 'cbq user --sort last_name -o csv', shows: 'for a spreadsheet' },
  ],
  fields: () => userColumns,
  async run(input, context) {
    const users = await (await context.cb()).users.list({ signal: context.signal });
    return arrayList(await withTeamNames(users, context), input, { columns: userColumns, noun: 'users' });
  },
});

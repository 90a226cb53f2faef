import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { query } from '../context.ts';
import { teamColumns, withMembers } from './columns.ts';

export const teamList = query({
  name: 'team',
  aliases: ['team list'],
  about: 'list teams and who is in them',
  details: 'Global administrators only.',
  group: 'groups and users',
  effect: 'reads',
  operands: {},
  options: arrayOptions,
  conflicts: arrayConflicts,
  search: ['role', 'rights', 'permission'],
  examples: [
    { line: 'cbq team', shows: 'all teams' },
    { line: 'cbq team --json', shows: 'for a script' },
  ],
  fields: () => teamColumns,
  async run(input, { cb, signal }) {
    const { teams, users } = await cb();
    const [all, people] = await Promise.all([teams.list({ signal }), users.list({ signal })]);
    return arrayList(withMembers(all, people), input, { columns: teamColumns, noun: 'teams' });
  },
});

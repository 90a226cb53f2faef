import { query } from '../context.ts';
import { changeUsers } from '../user/change-users.ts';
import { memberOperands, teamAndUsers } from './members.ts';

export const teamAddUser = query({
  name: 'team add-user',
  about: 'put users into a team',
  details: 'Who is in it already stays so. Global administrators only.',
  group: 'groups and users',
  effect: 'changes',
  undo: { not: 'cbq team remove-user takes it back' },
  operands: memberOperands,
  options: {},
  search: ['member', 'membership', 'join'],
  examples: [{ line: "cbq team add-user 'SOC Analysts' viewer", shows: 'one more analyst' }],
  async run(input, context) {
    const { team, id, targets } = await teamAndUsers(input, context);
    return await changeUsers(
      targets,
      {
        verb: 'added',
        wanted: ({ teams: has }) =>
          has.some((each) => each.id === id) ? undefined : { teams: [...has, { id, name: team.name }] },
      },
      context,
    );
  },
});

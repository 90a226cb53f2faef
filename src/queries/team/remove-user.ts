import { shortName } from '../../text/short-name.ts';
import { query } from '../context.ts';
import { objectsOf } from '../picked.ts';
import { changeUsers } from '../user/change-users.ts';
import { memberOperands, teamAndUsers } from './members.ts';

export const teamRemoveUser = query({
  name: 'team remove-user',
  about: 'take users out of a team',
  details: 'Who is not in it stays so. Global administrators only.',
  group: 'groups and users',
  effect: 'destroys',
  undo: { not: 'cbq team add-user takes it back' },
  question: 'own',
  operands: memberOperands,
  options: {},
  search: ['member', 'membership', 'leave'],
  examples: [{ line: 'cbq team remove-user Auditors viewer --dry-run', shows: 'what would be sent' }],
  async run(input, context) {
    const { team, id, targets } = await teamAndUsers(input, context);
    const found = objectsOf(targets);
    const names = found.map(({ username }) => shortName(username)).join(', ');
    if (found.length > 0)
      await context.ask.confirm(`take ${names} out of team "${shortName(team.name)}" (${id})?`);
    return await changeUsers(
      targets,
      {
        verb: 'taken out',
        wanted: ({ teams: has }) =>
          has.some((each) => each.id === id) ? { teams: has.filter((each) => each.id !== id) } : undefined,
      },
      context,
    );
  },
});

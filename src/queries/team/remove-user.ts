import { pickNamed } from '../../ops/named.ts';
import { query } from '../context.ts';
import { idOfWord } from '../linked-id.ts';
import { objectsOf, pickedEach } from '../picked.ts';
import { changeUsers } from '../user/change-users.ts';
import { completeUser, userKind } from '../user/user-kind.ts';
import { completeTeam, teamKind } from './team-kind.ts';

export const teamRemoveUser = query({
  name: 'team remove-user',
  about: 'take users out of a team',
  details: 'Who is not in it stays so. Global administrators only.',
  group: 'groups and users',
  effect: 'destroys',
  question: 'own',
  operands: {
    team: { kind: 'text', about: 'id or name' },
    user: { kind: 'text', many: true, about: 'username, id or e-mail; - for stdin' },
  },
  options: {},
  search: ['member', 'membership', 'leave'],
  examples: [{ line: 'cbq team remove-user Auditors viewer --dry-run', shows: 'what would be sent' }],
  complete: { team: completeTeam, user: completeUser },
  async run({ team: wanted, user }, context) {
    const { teams, users } = await context.cb();
    const { signal } = context;
    const name = await idOfWord(wanted, 'team', context);
    const team = pickNamed(await teams.list({ signal }), name, teamKind);
    const id = String(team.id);
    const targets = await pickedEach(user, userKind, () => users.list({ signal }), context);
    const found = objectsOf(targets);
    const names = found.map(({ username }) => username).join(', ');
    if (found.length > 0) await context.ask.confirm(`take ${names} out of team "${team.name}" (${id})?`);
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

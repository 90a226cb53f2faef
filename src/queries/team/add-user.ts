import { pickNamed } from '../../ops/named.ts';
import { query } from '../context.ts';
import { idOfWord } from '../linked-id.ts';
import { pickedEach } from '../picked.ts';
import { changeUsers } from '../user/change-users.ts';
import { completeUser, userKind } from '../user/user-kind.ts';
import { completeTeam, teamKind } from './team-kind.ts';

export const teamAddUser = query({
  name: 'team add-user',
  about: 'put users into a team',
  details: 'Who is in it already stays so. Global administrators only.',
  group: 'groups and users',
  effect: 'changes',
  operands: {
    team: { kind: 'text', about: 'id or name' },
    user: { kind: 'text', many: true, about: 'username, id or e-mail; - for stdin' },
  },
  options: {},
  search: ['member', 'membership', 'join'],
  examples: [{ line: "cbq team add-user 'SOC Analysts' viewer", shows: 'one more analyst' }],
  complete: { team: completeTeam, user: completeUser },
  async run({ team: wanted, user }, context) {
    const { teams, users } = await context.cb();
    const { signal } = context;
    const name = await idOfWord(wanted, 'team', context);
    const team = pickNamed(await teams.list({ signal }), name, teamKind);
    const id = String(team.id);
    const targets = await pickedEach(user, userKind, () => users.list({ signal }), context);
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

import type { Team } from '../../api/wire/team.ts';
import type { User } from '../../api/wire/user.ts';
import { pickNamed } from '../../ops/named.ts';
import type { QueryContext } from '../context.ts';
import { idOfWord } from '../linked-id.ts';
import { pickedEach, type Target } from '../picked.ts';
import { userKind } from '../user/user-kind.ts';
import { teamKind } from './team-kind.ts';

export const memberOperands = {
  team: { kind: 'team', about: 'id or name' },
  user: { kind: 'user', many: true, about: 'username, id or e-mail; - for stdin' },
} as const;

/** The team, its id as users have it, and the users that were named; an unknown user is a target without one. */
export async function teamAndUsers(
  { team: wanted, user }: { readonly team: string; readonly user: readonly string[] },
  context: QueryContext,
): Promise<{ readonly team: Team; readonly id: string; readonly targets: readonly Target<User>[] }> {
  const { teams, users } = await context.cb();
  const { signal } = context;
  const name = await idOfWord(wanted, 'team', context);
  const team = pickNamed(await teams.list({ signal }), name, teamKind);
  const targets = await pickedEach(user, userKind, () => users.list({ signal }), context);
  return { team, id: String(team.id), targets };
}

import type { User } from '../../api/wire/user.ts';
import type { Column } from '../../spec/result.ts';
import type { QueryContext } from '../context.ts';
import { wireColumn } from '../wire-columns.ts';

/** Fields by their wire names (contract/users-teams.md); `full_name` is ours. None holds a secret: those are dropped where a user is read. */
export const userColumns: readonly Column<User>[] = [
  { field: 'username', head: 'username', of: ({ username }) => username, style: () => 'name', firm: true },
  {
    field: 'full_name',
    head: 'name',
    of: ({ firstName, lastName }) => `${firstName} ${lastName}`.trim(),
  },
  wireColumn('email', 'e-mail'),
  {
    field: 'global_admin',
    head: 'admin',
    of: ({ isGlobalAdmin }) => isGlobalAdmin,
    show: ({ isGlobalAdmin }) => (isGlobalAdmin ? 'yes' : 'no'),
  },
  {
    ...wireColumn('teams', 'teams'),
    show: ({ teams }) => teams.map(({ id, name }) => name || id).join(', '),
  },
  wireColumn('first_name', 'first name', { wide: true }),
  wireColumn('last_name', 'last name', { wide: true }),
  wireColumn('id', 'id', { wide: true }),
];

/** The users with the names of their teams, of which servers before 6.1 send the ids alone. */
export async function withTeamNames(
  users: readonly User[],
  { cb, signal }: QueryContext,
): Promise<readonly User[]> {
  if (users.every((user) => user.teams.every(({ name }) => name !== ''))) return users;
  const teams = await (await cb()).teams.list({ signal });
  const names = new Map(teams.map(({ id, name }) => [String(id), name]));
  return users.map((user) => ({
    ...user,
    teams: user.teams.map(({ id, name }) => ({ id, name: name || (names.get(id) ?? '') })),
  }));
}

import type { Team } from '../../api/wire/team.ts';
import type { User } from '../../api/wire/user.ts';
import type { Column } from '../../spec/result.ts';
import { idAndName } from '../id-and-name.ts';
import { wireColumn } from '../wire-columns.ts';

/** A team with who is in it. */
export interface ShownTeam extends Team {
  readonly members: readonly string[];
}

/** Fields by their wire names (contract/users-teams.md); `user_count` and `users` (names to log in with) are ours. */
export const teamColumns: readonly Column<ShownTeam>[] = [
  ...idAndName,
  { field: 'user_count', head: 'users', of: ({ members }) => members.length, align: 'right' },
  { field: 'users', head: 'who', of: ({ members }) => members },
  {
    ...wireColumn('group_access', 'access', { wide: true }),
    show: ({ access }) =>
      access.map(({ groupName, groupId, category }) => `${groupName || groupId}: ${category}`).join('; '),
  },
];

/** The teams, each with its users; they say so of themselves. */
export function withMembers(teams: readonly Team[], users: readonly User[]): readonly ShownTeam[] {
  return teams.map((team) => ({
    ...team,
    members: users
      .filter((user) => user.teams.some(({ id }) => id === String(team.id)))
      .map(({ username }) => username),
  }));
}

import type { Team } from '../../api/wire/team.ts';

/** How a team is named. */
export const teamKind = {
  noun: 'team',
  idOf: (team: Team) => team.id,
  namesOf: (team: Team) => [team.name],
  lister: 'cbq team',
} as const;

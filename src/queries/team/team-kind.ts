import type { Team } from '../../api/wire/team.ts';
import type { Completer } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';

/** How a team is named. */
export const teamKind = {
  noun: 'team',
  idOf: (team: Team) => team.id,
  namesOf: (team: Team) => [team.name],
  lister: 'cbq team',
} as const;

export const completeTeam: Completer<QueryContext> = async (_word, { cb }, signal) =>
  (await (await cb()).teams.list({ signal })).map(({ name }) => name);

import { refuse } from '../failure.ts';
import { isRecord } from '../json.ts';
import { type AccessCategory, isAccessCategory, type TeamAccess, type Teams } from './team.ts';

// What teams may do is kept with the teams; `team_access` of a group is the same seen from the other side.

/** `team_access` of a sensor group (contract/groups-sites.md). */
export function accessOfGroup(groupId: number, teams: Teams): Record<string, unknown>[] {
  return [...teams.values()].flatMap((team) =>
    team.access
      .filter((access) => access.group_id === groupId)
      .map(({ access_category }) => ({ team_id: team.id, team_name: team.name, access_category })),
  );
}

/** Replaces it. @throws LabFailure 400 for what is no such list */
export function setAccessOfGroup(groupId: number, sent: unknown, teams: Teams): void {
  const wanted = new Map<number, AccessCategory>(
    accessRows(sent, 'team_id', 'team_access', (id) => {
      if (!teams.has(id)) throw refuse(400, `Team ${id} not found`);
    }),
  );
  for (const team of teams.values()) {
    const category = wanted.get(team.id);
    const others = team.access.filter((access) => access.group_id !== groupId);
    const access =
      category === undefined ? others : [...others, { group_id: groupId, access_category: category }];
    teams.set(team.id, { ...team, access });
  }
}

/** `group_access` of a team as it was sent. @throws LabFailure 400 for what is no such list */
export function accessOfTeam(sent: unknown, groups: ReadonlyMap<number, unknown>): TeamAccess[] {
  return accessRows(sent, 'group_id', 'group_access', (id) => {
    if (!groups.has(id)) throw refuse(400, `Sensor group ${id} not found`);
  }).map(([group_id, access_category]) => ({ group_id, access_category }));
}

function accessRows(
  sent: unknown,
  key: string,
  field: string,
  mustExist: (id: number) => void,
): [number, AccessCategory][] {
  if (!Array.isArray(sent)) throw refuse(400, `${field} must be a list`);
  return sent.map((row: unknown) => {
    const id = isRecord(row) ? Number(row[key] ?? Number.NaN) : Number.NaN;
    const category = isRecord(row) ? row['access_category'] : undefined;
    if (!Number.isInteger(id) || !isAccessCategory(category))
      throw refuse(400, `${field} needs a ${key} and an access_category in each entry`);
    mustExist(id);
    return [id, category];
  });
}

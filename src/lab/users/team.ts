import type { Era } from '../era.ts';
import { financeGroupId } from '../fleet/finance.ts';
import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';

/** What a team may do with the sensors of a group: `Administrator` (older) or `Analyst`, `Viewer`, `No Access`. */
export type AccessCategory = 'Administrator' | 'Analyst' | 'Viewer' | 'No Access';

export interface TeamAccess {
  readonly group_id: number;
  readonly access_category: AccessCategory;
}

/** A team; the names of its groups are filled in when it is sent (contract/users-teams.md). */
export interface Team {
  readonly id: number;
  readonly name: string;
  readonly access: readonly TeamAccess[];
}

export type Teams = Map<number, Team>;

export function teamSection(era: Era, hasFinance: boolean): Section<Teams> {
  return {
    name: 'teams',
    read: (kept) => {
      const teams = Array.isArray(kept) ? kept.filter(isTeam) : firstTeams(era, hasFinance);
      return new Map(teams.map((team) => [team.id, team]));
    },
    write: (teams) => [...teams.values()],
  };
}

export function isAccessCategory(value: unknown): value is AccessCategory {
  return value === 'Administrator' || value === 'Analyst' || value === 'Viewer' || value === 'No Access';
}

function firstTeams(era: Era, hasFinance: boolean): Team[] {
  const all = [1, 2, 3, 4, 5, ...(hasFinance ? [financeGroupId] : [])];
  const analyst = era.groupV3 ? 'Analyst' : 'Administrator';
  const over = (access_category: AccessCategory, groups: readonly number[]) =>
    groups.map((group_id) => ({ group_id, access_category }));
  return [
    { id: 1, name: 'SOC Analysts', access: over(analyst, all) },
    { id: 2, name: 'Auditors', access: over('Viewer', all) },
    { id: 3, name: 'Server Operations', access: [...over(analyst, [2]), ...over('Viewer', [1, 5])] },
    { id: 4, name: 'Osaka Service Desk', access: [...over(analyst, [4]), ...over('No Access', [5])] },
  ];
}

function isTeam(value: unknown): value is Team {
  return (
    isRecord(value) &&
    typeof value['id'] === 'number' &&
    typeof value['name'] === 'string' &&
    Array.isArray(value['access']) &&
    value['access'].every(
      (one) =>
        isRecord(one) && typeof one['group_id'] === 'number' && isAccessCategory(one['access_category']),
    )
  );
}

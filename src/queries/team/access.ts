import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import { CbError } from '../../errors/cb-error.ts';
import { pickNamed } from '../../ops/named.ts';
import { groupKind } from '../group/group-kind.ts';

export interface Access {
  readonly group_id: number;
  readonly group_name: string;
  readonly access_category: string;
}

const words = ['analyst', 'viewer', 'none'] as const;

/**
 * Reads what is typed for the rights of a team: `GROUP=analyst`, or `viewer` alone for every group; what comes later counts. `isNew`:
 * servers from 7.0 on call `Analyst` what was `Administrator` before (contract/users-teams.md). Kinds `Usage`, `NotFound`.
 */
export function readAccess(
  typed: readonly string[],
  groups: readonly SensorGroup[],
  isNew: boolean,
): readonly Access[] {
  const found = new Map<number, Access>();
  for (const text of typed) {
    const equals = text.lastIndexOf('=');
    const access_category = categoryOf(text.slice(equals + 1), isNew);
    const meant = equals < 0 ? groups : [pickNamed(groups, text.slice(0, equals), groupKind)];
    for (const { id, name } of meant) found.set(id, { group_id: id, group_name: name, access_category });
  }
  return [...found.values()];
}

function categoryOf(word: string, isNew: boolean): string {
  switch (word.trim().toLowerCase().replaceAll(/[\s_]/g, '-')) {
    case 'analyst':
    case 'administrator':
      return isNew ? 'Analyst' : 'Administrator';
    case 'viewer':
      return 'Viewer';
    case 'none':
    case 'no-access':
      return 'No Access';
    default:
      throw new CbError('Usage', `--access wants GROUP=${words.join('|')}, not "${word}"`, {
        hint: "--access 'Default Group=analyst'; without GROUP= it is meant for every group",
      });
  }
}

import { toNumber, toText } from '../../text/number.ts';
import { toObject, toObjects, type WireObject } from './read.ts';

/** What the members of a team may do with the sensors of a group: `Administrator` (older), `Analyst` (7.x), `Viewer`, `No Access`. */
export interface GroupAccess {
  readonly groupId: number | undefined;
  readonly groupName: string;
  readonly category: string;
}

/** A team (contract/users-teams.md). The list of all has partial ones. */
export interface Team {
  readonly id: number;
  readonly name: string;
  readonly access: readonly GroupAccess[];
  readonly wire: WireObject;
}

/** Reads a team; never fails on what is missing or mistyped. */
export function readTeam(json: unknown): Team {
  const wire = toObject(json);
  return {
    id: toNumber(wire['id']) ?? 0,
    name: toText(wire['name']) ?? '',
    access: toObjects(wire['group_access']).map((access) => ({
      groupId: toNumber(access['group_id']),
      groupName: toText(access['group_name']) ?? '',
      category: toText(access['access_category']) ?? '',
    })),
    wire,
  };
}

import { firstGroups, type SensorGroup } from './fleet/groups.ts';
import { isRecord } from './routes/body.ts';
import type { LabWorld } from './world.ts';

/** What a lab with `--data` remembers from one run to the next. */
export interface Store {
  /** Session ids go on where they left off, as a real server's do. */
  readonly nextSessionId: number;
  readonly groups: Map<number, SensorGroup>;
}

export function storeOf(world: LabWorld): unknown {
  return { nextSessionId: world.board.nextId, groups: [...world.groups.values()] };
}

/** Whatever is missing or damaged in the kept store starts afresh. */
export function readStore(kept: unknown): Store {
  const fields = isRecord(kept) ? kept : {};
  const groups = Array.isArray(fields['groups']) ? fields['groups'].filter(isGroup) : firstGroups();
  const nextSessionId = fields['nextSessionId'];
  return {
    nextSessionId: typeof nextSessionId === 'number' ? nextSessionId : 1,
    groups: new Map(groups.map((group) => [group.id, group])),
  };
}

function isGroup(value: unknown): value is SensorGroup {
  return isRecord(value) && typeof value['id'] === 'number' && typeof value['name'] === 'string';
}

import { firstGroups, type SensorGroup } from './fleet/groups.ts';
import type { PastSession } from './live/past-sessions.ts';
import { isRecord } from './routes/body.ts';
import type { LabWorld } from './world.ts';

/** What a lab with `--data` remembers from one run to the next. */
export interface Store {
  /** Session ids go on where they left off, as a real server's do. */
  readonly nextSessionId: number;
  readonly pastSessions: readonly PastSession[];
  readonly groups: Map<number, SensorGroup>;
}

export function storeOf(world: LabWorld): unknown {
  const { nextId, past } = world.board;
  return { nextSessionId: nextId, pastSessions: past, groups: [...world.groups.values()] };
}

/** Whatever is missing or damaged in the kept store starts afresh. */
export function readStore(kept: unknown): Store {
  const fields = isRecord(kept) ? kept : {};
  const groups = Array.isArray(fields['groups']) ? fields['groups'].filter(isGroup) : firstGroups();
  const sessions = Array.isArray(fields['pastSessions']) ? fields['pastSessions'].filter(isPastSession) : [];
  const nextSessionId = fields['nextSessionId'];
  return {
    nextSessionId: typeof nextSessionId === 'number' ? nextSessionId : 1,
    pastSessions: sessions,
    groups: new Map(groups.map((group) => [group.id, group])),
  };
}

function isGroup(value: unknown): value is SensorGroup {
  return isRecord(value) && typeof value['id'] === 'number' && typeof value['name'] === 'string';
}

function isPastSession(value: unknown): value is PastSession {
  return (
    isRecord(value) &&
    typeof value['id'] === 'number' &&
    typeof value['forgetAtMs'] === 'number' &&
    isRecord(value['wire'])
  );
}

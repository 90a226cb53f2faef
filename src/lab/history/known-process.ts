import { refuse } from '../failure.ts';
import type { Wire } from './document-wire.ts';
import { type FoundProcess, findProcess } from './find-process.ts';
import { parseGuid } from './guid.ts';
import type { History } from './history.ts';
import { hiddenWire } from './summary-wire.ts';

/** @throws LabFailure 404 for an unknown process or segment. */
export function mustFind(history: History, { id, segment }: { id: string; segment: string }): FoundProcess {
  const found = findProcess(history, id, segment);
  if (found === undefined) throw unknownProcess(id);
  return found;
}

export function unknownProcess(id: string) {
  return refuse(404, `Process ${id} not found`);
}

/** What there is to say of the process behind the kernel's beginning. */
export function hidden(id: string, context: Parameters<typeof hiddenWire>[2]): Wire {
  return hiddenWire(id, parseGuid(id)?.sensorId ?? 0, context);
}

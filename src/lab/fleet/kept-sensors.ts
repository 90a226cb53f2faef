import { isRecord } from '../json.ts';
import type { Fleet } from './fleet.ts';
import type { Presence, Sensor, SensorState } from './sensor.ts';

/** What JSON keeps of the sensors: only those that are no longer as the seed made them. */
export function sensorsToKeep(fleet: Fleet): unknown {
  return Array.from(fleet.changed, (sensor) => ({
    id: sensor.id,
    hostname: sensor.hostname,
    state: {
      presence: sensor.presence,
      lastSeen: sensor.lastSeen,
      eventlogBytes: sensor.eventlogBytes,
      storefileBytes: sensor.storefileBytes,
      groupId: sensor.groupId,
      isolationRequested: sensor.isolationRequested,
      isolating: sensor.isolating,
      restartQueued: sensor.restartQueued,
      uninstallQueued: sensor.uninstallQueued,
      flushTime: sensor.flushTime,
      notes: sensor.notes,
      serviceStart: sensor.serviceStart,
    } satisfies SensorState,
  }));
}

/** Makes the sensors what they were when the lab last ran; those of another seed stay as they are. */
export function restoreSensors(kept: unknown, fleet: Fleet): void {
  for (const entry of Array.isArray(kept) ? kept : []) {
    const sensor = isRecord(entry) ? fleet.get(Number(entry['id'])) : undefined;
    if (sensor !== undefined && entry['hostname'] === sensor.hostname && isRecord(entry['state']))
      fleet.change(sensor, readState(entry['state'], sensor));
  }
}

function readState(kept: Readonly<Record<string, unknown>>, sensor: Sensor): Partial<SensorState> {
  const number = (value: unknown, otherwise: number) => (Number.isFinite(value) ? Number(value) : otherwise);
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  // An online sensor was heard just now; for how long the others have been silent is a matter of the lab's clock.
  const isGone = kept['presence'] === 'uninstalled';
  return {
    ...(isGone ? { presence: 'uninstalled' satisfies Presence } : {}),
    ...(isGone ? { lastSeen: number(kept['lastSeen'], sensor.lastSeen) } : {}),
    eventlogBytes: number(kept['eventlogBytes'], sensor.eventlogBytes),
    storefileBytes: number(kept['storefileBytes'], sensor.storefileBytes),
    groupId: number(kept['groupId'], sensor.groupId),
    isolationRequested: kept['isolationRequested'] === true,
    isolating: kept['isolating'] === true,
    restartQueued: kept['restartQueued'] === true,
    uninstallQueued: kept['uninstallQueued'] === true,
    flushTime: text(kept['flushTime']),
    notes: text(kept['notes']),
    serviceStart: Number.isFinite(kept['serviceStart']) ? Number(kept['serviceStart']) : null,
  };
}

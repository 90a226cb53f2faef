import { toNumber, toText } from '../../text/number.ts';
import { toObject, type WireObject } from './read.ts';

/** A sensor group as sent: some 40 fields (contract/groups-sites.md). */
export interface SensorGroupWire extends WireObject {
  readonly id?: number | string;
  readonly name?: string;
  readonly site_id?: number | string;
  readonly number_of_hosts?: number | string;
}

export interface SensorGroup {
  readonly id: number;
  readonly name: string;
  readonly siteId: number | undefined;
  readonly hostCount: number | undefined;
  readonly wire: SensorGroupWire;
}

/** Reads a sensor group; never fails on what is missing or mistyped. */
export function readSensorGroup(json: unknown): SensorGroup {
  const wire = toObject(json);
  return {
    id: toNumber(wire['id']) ?? 0,
    name: toText(wire['name']) ?? '',
    siteId: toNumber(wire['site_id']),
    hostCount: toNumber(wire['number_of_hosts']),
    wire,
  };
}

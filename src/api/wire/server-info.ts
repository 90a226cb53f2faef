import { toBoolean, toNumber, toText } from '../../text/number.ts';
import { toObject, type WireObject } from './read.ts';

/** What the server says of itself (contract/server-admin.md). */
export interface ServerInfo {
  /** `6.2.0.171114.1158`; empty where it does not say. */
  readonly version: string;
  /** False means that every Live Response request is refused with 412; undefined where it does not say. */
  readonly isLiveResponseOn: boolean | undefined;
  readonly isCloud: boolean | undefined;
  readonly wire: WireObject;
}

export function readServerInfo(json: unknown): ServerInfo {
  const wire = toObject(json);
  return {
    version: toText(wire['version']) ?? '',
    isLiveResponseOn: toBoolean(wire['cblrEnabled']),
    isCloud: toBoolean(wire['cloud_install']),
    wire,
  };
}

/** True where the server's version is at least `major.minor`; false where it is not known. */
export function isAtLeast(info: ServerInfo, major: number, minor: number): boolean {
  const [ourMajor = 0, ourMinor = 0] = info.version.split('.').map((part) => toNumber(part) ?? 0);
  return ourMajor > major || (ourMajor === major && ourMinor >= minor);
}

export interface License {
  readonly isValid: boolean | undefined;
  readonly isExpired: boolean | undefined;
  /** `YYYY-MM-DD` as sent. */
  readonly endDate: string | undefined;
  readonly licensedSensors: number | undefined;
  readonly actualSensors: number | undefined;
  readonly wire: WireObject;
}

export function readLicense(json: unknown): License {
  const wire = toObject(json);
  return {
    isValid: toBoolean(wire['license_valid']),
    isExpired: toBoolean(wire['license_expired']),
    endDate: toText(wire['license_end_date']),
    licensedSensors: toNumber(wire['licensed_sensor_count']),
    actualSensors: toNumber(wire['actual_sensor_count']),
    wire,
  };
}

/** A storage partition. */
export interface Partition {
  readonly name: string;
  /** `hot` (the one that is written), `warm`, `cold`. */
  readonly status: string;
  readonly sizeBytes: number | undefined;
  readonly documentCount: number | undefined;
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
  readonly wire: WireObject;
}

/** Reads the reply of the partition route: an object keyed by name. */
export function readPartitions(json: unknown): readonly Partition[] {
  return Object.entries(toObject(json)).map(([name, value]) => {
    const wire = toObject(value);
    const info = toObject(wire['info']);
    return {
      name: toText(wire['name']) ?? name,
      status: toText(wire['status']) ?? '',
      sizeBytes: toNumber(info['sizeInBytes']),
      documentCount: toNumber(info['numDocs']),
      startDate: toText(info['startDate']),
      endDate: toText(info['endDate']),
      wire,
    };
  });
}

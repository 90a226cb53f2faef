import { parseServerTime } from '../../text/age.ts';
import { toBoolean, toNumber, toText } from '../../text/number.ts';
import { readUniqueId } from '../../text/process-guid.ts';
import { toObject, toObjects, type WireObject } from './read.ts';

/** A process document: of a search, one segment of a process (contract/processes.md). What is missing is undefined or empty. */
export interface ProcessDocument {
  /** The GUID; taken from `unique_id` where the document has none. Empty where it has neither. */
  readonly id: string;
  readonly segmentId: number | undefined;
  readonly uniqueId: string;
  readonly sensorId: number | undefined;
  readonly hostname: string;
  readonly name: string;
  readonly path: string;
  readonly commandLine: string;
  readonly username: string;
  readonly pid: number | undefined;
  /** Lower-case hex; undefined where the sensor has not sent it. */
  readonly md5: string | undefined;
  /** Unix ms, endpoint clock; from the GUID where the document has none. */
  readonly startMs: number | undefined;
  /** GUID of the parent, undefined where nobody knows it. */
  readonly parentId: string | undefined;
  readonly hasEnded: boolean | undefined;
  /** `exec`, `fork`, `otherExec` … among the children of a summary. */
  readonly childType: string | undefined;
  /** A child without a document of its own: asking for it is 404. */
  readonly isSuppressed: boolean;
  readonly wire: WireObject;
}

/** Reads a process document; never fails on what is missing or mistyped. */
export function readProcess(json: unknown): ProcessDocument {
  const wire = toObject(json);
  const unique = toText(wire['unique_id'])?.trim() ?? '';
  const ref = readUniqueId(toText(wire['id'])) ?? readUniqueId(unique);
  const pid = toNumber(wire['process_pid']);
  const md5 = toText(wire['process_md5'])?.trim().toLowerCase();
  return {
    id: ref?.id ?? toText(wire['id'])?.trim() ?? '',
    segmentId: toNumber(wire['segment_id']) ?? readUniqueId(unique)?.segment,
    uniqueId: unique,
    sensorId: toNumber(wire['sensor_id']) ?? ref?.sensorId,
    hostname: toText(wire['hostname']) ?? '',
    name: toText(wire['process_name']) ?? '',
    path: toText(wire['path']) ?? '',
    commandLine: toText(wire['cmdline']) ?? '',
    username: toText(wire['username']) ?? '',
    pid: pid === undefined || pid < 0 ? ref?.pid : pid,
    md5: md5 !== undefined && /^[0-9a-f]{32}$/.test(md5) && !/^0+$/.test(md5) ? md5 : undefined,
    startMs: parseServerTime(wire['start']) ?? ref?.startMs,
    parentId: parentOf(wire, ref?.sensorId),
    hasEnded: toBoolean(wire['terminated']),
    childType: toText(wire['child_proc_type']),
    isSuppressed: toBoolean(wire['is_suppressed']) ?? false,
    wire,
  };
}

/** `parent_unique_id` without its suffix where it is of the same sensor, else `parent_id` (contract/processes.md, "Walking parents"). */
function parentOf(wire: WireObject, sensorId: number | undefined): string | undefined {
  const unique = readUniqueId(toText(wire['parent_unique_id']));
  const own = unique !== undefined && (sensorId === undefined || unique.sensorId === sensorId);
  const parent = own ? unique : readUniqueId(toText(wire['parent_id']));
  return parent?.pid === undefined ? undefined : parent.id;
}

/** The summary of a process, v1: with its parent, the first 15 children and siblings. */
export interface ProcessSummary {
  readonly process: ProcessDocument;
  /** Undefined where the server knows none. */
  readonly parent: ProcessDocument | undefined;
  readonly children: readonly ProcessDocument[];
  readonly siblings: readonly ProcessDocument[];
}

/** Reads a summary, wrapped (v1) or the process itself (v2). */
export function readProcessSummary(json: unknown): ProcessSummary {
  const wire = toObject(json);
  const inner = toObject(wire['process']);
  const parent = readProcess(wire['parent']);
  return {
    process: readProcess(Object.keys(inner).length > 0 ? inner : wire),
    parent: parent.id === '' ? undefined : parent,
    children: toObjects(wire['children']).map(readProcess),
    siblings: toObjects(wire['siblings']).map(readProcess),
  };
}

/** One check-in's slice of a process. */
export interface ProcessSegment {
  readonly uniqueId: string;
  readonly segmentId: number | undefined;
  readonly wire: WireObject;
}

/** Reads `{"process": {"segments": […]}}`; the segment id stands in the hex digits behind the GUID. */
export function readSegments(json: unknown): readonly ProcessSegment[] {
  const process = toObject(toObject(json)['process']);
  return toObjects(process['segments']).map((wire) => {
    const uniqueId = toText(wire['unique_id']) ?? '';
    return {
      uniqueId,
      segmentId: readUniqueId(uniqueId)?.segment ?? toNumber(wire['segment_id']),
      wire,
    };
  });
}

/** How many sensors and documents have a binary, `-1` for what the server does not say. */
export interface HostCount {
  readonly hostCount: number;
  readonly globalCount: number;
  readonly documentCount: number;
}

export function readHostCount(json: unknown): HostCount {
  const wire = toObject(json);
  const count = (name: string): number => toNumber(wire[name]) ?? -1;
  return {
    hostCount: count('hostCount'),
    globalCount: count('globalCount'),
    documentCount: count('numDocs'),
  };
}

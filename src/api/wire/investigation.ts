import { toId, toNumber, toText } from '../../text/number.ts';
import { isObject, toObject, type WireObject } from './read.ts';

/** An investigation of the console (contract/server-admin.md). */
export interface Investigation {
  readonly id: number;
  readonly name: string;
  readonly wire: WireObject;
}

/** Reads an investigation; never fails on what is missing or mistyped. */
export function readInvestigation(json: unknown): Investigation {
  const wire = toObject(json);
  return { id: toNumber(wire['id']) ?? 0, name: toText(wire['name']) ?? '', wire };
}

/** An event that somebody has put into an investigation. */
export interface TaggedEvent {
  readonly id: string | undefined;
  readonly type: string;
  /** When it happened; in the shape of the server. */
  readonly startDate: string | undefined;
  readonly taggedDate: string | undefined;
  /** GUID. */
  readonly processId: string | undefined;
  readonly description: string;
  /** `event_data`, parsed where it came as text. */
  readonly data: unknown;
  readonly wire: WireObject;
}

/** Reads a tagged event; never fails on what is missing or mistyped. */
export function readTaggedEvent(json: unknown): TaggedEvent {
  const wire = toObject(json);
  const data = dataOf(wire['event_data']);
  return {
    id: toId(wire['id']),
    type: toText(wire['event_type']) ?? '',
    startDate: toText(wire['start_date']),
    taggedDate: toText(wire['date_tagged']),
    processId: toId(wire['process_id']) ?? toId(wire['unique_id']),
    description: (isObject(data) ? toText(data['description']) : toText(data)) ?? '',
    data,
    wire,
  };
}

/** Some servers send it as JSON within a text. */
function dataOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

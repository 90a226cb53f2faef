import { formatMicros, parseServerTime } from '../../text/age.ts';
import {
  childprocs,
  crossproc,
  filemod,
  modload,
  netconn,
  processblock,
  regmod,
  scriptload,
  unread,
} from './event-readers.ts';
import { type ProcessDocument, readProcess } from './process.ts';
import type { EventDraft, EventKind, ProcessEvent } from './process-event.ts';
import { toObject, type WireObject } from './read.ts';

export interface ProcessEvents {
  readonly process: ProcessDocument;
  readonly events: readonly ProcessEvent[];
  /** Upper-case MD5 → what the server knows of its signature. */
  readonly binaries: WireObject;
}

type Reader = (wire: unknown) => readonly Omit<EventDraft, 'kind'>[];

const readers: readonly (readonly [key: string, kind: EventKind, read: Reader])[] = [
  ['filemod_complete', 'filemod', filemod],
  ['regmod_complete', 'regmod', regmod],
  ['modload_complete', 'modload', modload],
  ['netconn_complete', 'netconn', netconn],
  ['childproc_complete', 'childproc', childprocs],
  ['crossproc_complete', 'crossproc', crossproc],
  ['processblock_complete', 'processblock', processblock],
  ['fileless_scriptload_complete', 'scriptload', scriptload],
];

/** Reads the events of a reply of any version, kind by kind in the order of the wire. A row that no form fits is kept as it was sent. */
export function readProcessEvents(json: unknown): ProcessEvents {
  const wire = toObject(toObject(json)['process']);
  const known = readers.flatMap(([key, kind, read]) =>
    listIn(wire, key).flatMap((each) => {
      const drafts = read(each);
      return (drafts.length === 0 ? [unread(each)] : drafts).map((draft) => finish({ ...draft, kind }));
    }),
  );
  const others = Object.keys(wire)
    .filter((key) => key.endsWith(suffix) && !readers.some(([name]) => name === key))
    .flatMap((key) =>
      listIn(wire, key).map((each) =>
        finish({ ...unread(each), action: key.slice(0, -suffix.length), kind: 'other' }),
      ),
    );
  return { process: readProcess(wire), events: [...known, ...others], binaries: toObject(wire['binaries']) };
}

/** Behind the name of every list of events. */
const suffix = '_complete';

function listIn(wire: WireObject, key: string): readonly unknown[] {
  const list = wire[key];
  return Array.isArray(list) ? list : [];
}

/** True where a list of events is none: somebody else's reply, or a form that is not known. */
export function holdsNoLists(process: WireObject): boolean {
  return Object.entries(process).some(
    ([key, value]) => key.endsWith(suffix) && value !== null && !Array.isArray(value),
  );
}

function finish({ kind, time, action, target, details, isRaw }: EventDraft): ProcessEvent {
  const known = Object.entries(details).filter(([, value]) => value !== undefined && value !== '');
  const timeMs = parseServerTime(time);
  return {
    kind,
    time: timeMs === undefined ? time : formatMicros(time, timeMs),
    timeMs,
    action,
    target,
    details: Object.fromEntries(known) as ProcessEvent['details'],
    ...(isRaw === true ? { isRaw } : {}),
  };
}

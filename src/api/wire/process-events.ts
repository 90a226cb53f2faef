import { parseServerTime } from '../../text/age.ts';
import { toText } from '../../text/number.ts';
import { childprocs, crossproc, filemod, modload, netconn, processblock, regmod } from './event-readers.ts';
import { type ProcessDocument, readProcess } from './process.ts';
import { toObject, type WireObject } from './read.ts';

export const eventKinds = [
  'filemod',
  'regmod',
  'modload',
  'netconn',
  'childproc',
  'crossproc',
  'processblock',
  'scriptload',
] as const;

export type EventKind = (typeof eventKinds)[number];

/** One event of a process, whatever form its route version gave it (contract/process-events.md). */
export interface ProcessEvent {
  readonly kind: EventKind;
  /** As sent: endpoint clock, UTC without a zone. */
  readonly time: string;
  /** Unix ms; undefined where it cannot be read. */
  readonly timeMs: number | undefined;
  /** In a word or two: `created`, `last write`, `outbound`, `started` … */
  readonly action: string;
  /** What was touched: a path, a registry key, an address, another process. */
  readonly target: string;
  /** What else is known, by names of ours; no empty values. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** A value that may be empty or missing: then it is left out. */
export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ProcessEvents {
  readonly process: ProcessDocument;
  readonly events: readonly ProcessEvent[];
  /** Upper-case MD5 → what the server knows of its signature. */
  readonly binaries: WireObject;
}

type Reader = (wire: unknown) => readonly Omit<EventDraft, 'kind'>[];

export interface EventDraft {
  readonly kind: EventKind;
  readonly time: string;
  readonly action: string;
  readonly target: string;
  readonly details: Details;
}

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

/** Reads the events of a reply of any version, kind by kind in the order of the wire. What is no event is left out. */
export function readProcessEvents(json: unknown): ProcessEvents {
  const wire = toObject(toObject(json)['process']);
  const events = readers.flatMap(([key, kind, read]) => {
    const list = wire[key];
    return Array.isArray(list)
      ? list.flatMap((each) => read(each).map((draft) => finish({ ...draft, kind })))
      : [];
  });
  return { process: readProcess(wire), events, binaries: toObject(wire['binaries']) };
}

function finish({ kind, time, action, target, details }: EventDraft): ProcessEvent {
  const known = Object.entries(details).filter(([, value]) => value !== undefined && value !== '');
  return {
    kind,
    time,
    timeMs: parseServerTime(time),
    action,
    target,
    details: Object.fromEntries(known) as ProcessEvent['details'],
  };
}

/** Scripts that ran without a file (7.x): the form is not documented, so the text is kept whole. */
function scriptload(wire: unknown): ReturnType<Reader> {
  const text = toText(wire) ?? (wire === null ? '' : (JSON.stringify(wire) ?? ''));
  const time = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?/.exec(text)?.[0] ?? '';
  return text === '' ? [] : [{ time, action: 'ran a script', target: text, details: {} }];
}

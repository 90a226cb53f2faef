const eventKinds = [
  'filemod',
  'regmod',
  'modload',
  'netconn',
  'childproc',
  'crossproc',
  'processblock',
  'scriptload',
  'other',
] as const;

export type EventKind = (typeof eventKinds)[number];

/** One event of a process, whatever form its route version gave it (contract/process-events.md). */
export interface ProcessEvent {
  readonly kind: EventKind;
  /** Endpoint clock, in UTC, to the microsecond: `2021-04-04T18:10:24.835000Z`; as sent where it cannot be read. */
  readonly time: string;
  /** Unix ms; undefined where it cannot be read. */
  readonly timeMs: number | undefined;
  /** In a word or two: `created`, `last write`, `outbound`, `started` … */
  readonly action: string;
  /** What was touched: a path, a registry key, an address, another process. */
  readonly target: string;
  /** What else is known, by names of ours; no empty values. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
  /** In no form that is known here: `target` is the row as it was sent. */
  readonly isRaw?: true;
}

/** A value that may be empty or missing: then it is left out. */
export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

export interface EventDraft {
  readonly kind: EventKind;
  readonly time: string;
  readonly action: string;
  readonly target: string;
  readonly details: Details;
  readonly isRaw?: true;
}

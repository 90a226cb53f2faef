import type { EventFields, EventName } from './events.ts';

/** What a line says of a body, which is made of the JSON itself. */
type OfBody = 'body' | 'bytes' | 'sha256';

export interface AboutToBeSent {
  readonly effect: 'reads' | 'writes';
  /** What is sent is the text that `JSON.stringify` makes of it. */
  readonly json?: unknown;
}

/** What the parts of a program tell the transcript by. */
export interface Recorder {
  /** Counts what is sent: what came of it has the same key. */
  key(): number;
  /** Numbers what is typed. */
  verb(): number;
  /** Something that happened. By itself it begins no transcript; never fails. */
  tell<K extends EventName>(kind: K, fields: EventFields<K>): void;
  /**
   * Written before what it tells of is sent; the first one begins the transcript. What writes is on the disk by then, and where that
   * cannot be, `Config`: then it must not be sent. What only reads goes on without.
   */
  before<K extends EventName>(
    kind: K,
    fields: Omit<EventFields<K>, OfBody>,
    sent: AboutToBeSent,
  ): Promise<void>;
  /** Begins the transcript before what prepares a change here; `Config` where none can be kept, as of `before` for what writes. */
  ready(): Promise<void>;
  /** The server took a command object: its id, known before what came of it. Nothing that a transcript holds. */
  posted?(key: number, id: number): void;
  /** A verb has ended: gets to the disk what there is, while others go on. */
  settle(): void;
  /** False where nothing is written: it was switched off, or cannot be. */
  isKept(): boolean;
}

/** For whoever has none and misses none. */
export const noRecorder: Recorder = {
  key: () => 0,
  verb: () => 0,
  tell: () => undefined,
  before: async () => undefined,
  ready: async () => undefined,
  settle: () => undefined,
  isKept: () => true,
};

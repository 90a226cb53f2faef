import type { Cb } from '../../api/client.ts';
import type { WriteOptions } from '../../live/command-options.ts';
import type { Live } from '../../live/live.ts';
import type { FoundFile, Thing, ThingData, ThingState } from '../../ports/keeper.ts';

/** Where things are looked at and put back. */
export interface UndoPlace {
  /** Undefined where only the server is worked with. */
  readonly live: Live | undefined;
  readonly cb: () => Promise<Cb>;
  readonly writes: WriteOptions;
}

/** Where bytes go that are kept, and come from. */
export interface KeptBytes {
  /** Why so many bytes more are too much for one verb; undefined where they are not. */
  tooMuch(bytes: number): string | undefined;
  keep(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, bytes: number): Promise<ThingData>;
  read(data: ThingData, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** How a kind of thing is looked at, and made what it was. */
export interface ThingKind {
  /** Whatever it throws is no answer. */
  look(thing: Thing, place: UndoPlace, bytes: KeptBytes, found?: FoundFile): Promise<ThingState>;
  /** Makes it `wanted`; `now` is what was looked at last. */
  make(thing: Thing, wanted: ThingState, now: ThingState, place: UndoPlace, bytes: KeptBytes): Promise<void>;
  /** In a few words; data of no more than `longest` characters. */
  words(state: ThingState, longest?: number): string;
  /** What does not come back with it. */
  lost?(wanted: ThingState): string | undefined;
  /** What is done in place of what cannot be: words behind "put back". */
  instead?(before: ThingState): string | undefined;
  /** How long a look may show what was there before a change, ms. */
  readonly lateMs?: number;
  /** What is in it, where it is one that can hold others. */
  within?(path: string, place: UndoPlace): Promise<readonly Thing[]>;
}

/** The session in which things of a sensor are. */
export function liveOf({ live }: UndoPlace): Live {
  if (live === undefined) throw new TypeError('a thing of a sensor, and no session on it');
  return live;
}

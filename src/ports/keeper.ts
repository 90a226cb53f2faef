/** What a change is about: the kind decides how it is looked at and put back. */
export type ThingName = 'registry value' | 'registry key' | 'file' | 'moved file' | 'process' | ServerThing;

type ServerThing =
  | 'isolation'
  | 'sensor group'
  | 'group settings'
  | 'ban'
  | 'ingress filter'
  | 'watchlist'
  | 'feed'
  | 'alert';

/** A thing of a sensor or of the server, by its path or id. */
export interface Thing {
  readonly kind: ThingName;
  readonly path: string;
  /** Where it was moved to. */
  readonly to?: string | undefined;
}

/**
 * What is or was of a thing. `there`: a folder or key, of which what is in it counts by itself; `data`: bytes, `inline` in base64 or in the
 * file `kept` beside the step; `unkept`: something of which nothing could be kept, and why.
 */
export type ThingState =
  | { readonly is: 'nothing' }
  | { readonly is: 'there' }
  | ThingData
  | {
      readonly is: 'unkept';
      readonly why: string;
      readonly bytes?: number | undefined;
      readonly written?: number | undefined;
    };

export interface ThingData {
  readonly is: 'data';
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
  /** When it was written last, by the sensor: tells two apart where there is no hash. */
  readonly written?: number | undefined;
  readonly inline?: string | undefined;
  readonly kept?: string | undefined;
}

/** What was found at the path of a file, by who has looked already. */
export interface FoundFile {
  readonly isDirectory: boolean;
  readonly isLink: boolean;
  readonly size: number | undefined;
  /** When it was written last, by the sensor. */
  readonly lastWriteTime?: number | undefined;
  /** Its bytes, where they are at hand already. */
  readonly read?: (() => AsyncIterable<Uint8Array> | Iterable<Uint8Array>) | undefined;
}

/** Something that a verb is about to change. */
export interface ThingChange {
  readonly thing: Thing;
  /** What is there, where that is known without a look. */
  readonly before?: ThingState | undefined;
  /** The same of a file, whose bytes are not at hand. */
  readonly found?: FoundFile | undefined;
  /** What will be there. */
  readonly left?: ThingState | undefined;
  /** Why it cannot be undone, where that was said before. */
  readonly not?: string | undefined;
}

/** Keeps what is there before a verb changes it: one for each call of a verb. */
export interface Keeper {
  /** False where nothing is kept: then nothing need be looked at for it. */
  isKeeping(): Promise<boolean>;
  /** Why so many files, or so large ones, are more than is kept; undefined where they can be undone, and where nothing is kept at all. */
  tooMuch(sizes: readonly (number | undefined)[]): Promise<string | undefined>;
  /**
   * Looks at what is there and keeps it, does it, and notes how it ended. Changes that a look is needed for are asked for where something is kept. `left` says what there is behind it, where that was not known
   * before, or that nothing was changed. What cannot be kept is said, and asked about where somebody can be asked.
   */
  change<T>(
    changes: readonly ThingChange[] | (() => Promise<readonly ThingChange[]>),
    act: () => Promise<T>,
    left?: (result: T) => readonly (ThingState | undefined)[] | 'untouched' | 'unknown',
  ): Promise<T>;
}

import type { CallOptions } from '../api/resources/replies.ts';
import type { CommandObject } from '../api/wire/command-object.ts';
import type { FoundFile } from '../ports/keeper.ts';
import type { FileEntry } from './file-entry.ts';
import type { Pace } from './pace.ts';

/** What every write of a verb takes along. */
export interface WriteOptions {
  readonly signal: AbortSignal;
  /** Shows it in place of sending it: a dry run. */
  readonly dryRun: CallOptions['dryRun'];
}

/**
 * Goes around the change of a file or directory of the sensor: sees what is there, and by what `act` gives what was put. Without one the
 * change is made all the same.
 */
export type AroundChange = (
  change: {
    readonly path: string;
    readonly there: (FileEntry & Pick<FoundFile, 'read'>) | undefined;
    readonly makesDirectory: boolean;
  },
  act: () => Promise<{ readonly size: number; readonly sha256: string } | undefined>,
) => Promise<void>;

export interface AroundOptions {
  readonly around?: AroundChange | undefined;
}

export type CommandOptions = CommonOptions &
  ({ readonly effect: 'reads' } | ({ readonly effect: 'writes' } & WriteOptions));

interface CommonOptions {
  /** How the command is named in an error, and by the spinner while it is waited for: `get C:\a.txt`. */
  readonly what: string;
  readonly signal: AbortSignal;
  /** How long to wait for its end, ms; 120 s when not said. */
  readonly deadlineMs?: number;
  readonly pace?: Pace;
  /** The caller draws progress of its own while the sensor is at it. */
  readonly drawsItself?: boolean;
  /** Each look while it has not ended. */
  readonly onLook?: (command: CommandObject, elapsedMs: number) => void | Promise<void>;
  /** It goes on behind the prompt: a spinner would be drawn over what is typed. */
  readonly isBehindPrompt?: boolean;
  /** The only session it makes sense in, as it names a file there: in another one that number is another file. */
  readonly inSession?: number;
  /** Lets a result code through instead of throwing it. */
  readonly accept?: (command: CommandObject) => boolean;
}

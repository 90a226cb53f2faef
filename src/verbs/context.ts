import type { Cb } from '../api/client.ts';
import type { WriteOptions } from '../live/command-options.ts';
import type { Live } from '../live/live.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { AtPrompt } from '../ports/at-prompt.ts';
import type { Clock } from '../ports/clock.ts';
import type { Keeper } from '../ports/keeper.ts';
import type { LocalEditor } from '../ports/local-editor.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { Progress } from '../ports/progress.ts';
import type { Questions } from '../ports/questions.ts';
import type { TimedIsolations } from '../ports/timed-isolations.ts';
import { specFor } from '../spec/spec.ts';
import type { Undoing } from '../undo/undoing.ts';

/** What a verb gets to work with; it does not know whether a shell or a one-shot called it. */
export interface VerbContext {
  readonly live: Live;
  /** The server of the session, for what is no work of Live Response. In a dry run its writes are printed, too. */
  readonly cb: Cb;
  /** The analyst's disk, relative to the shell's local directory. */
  readonly local: LocalFiles;
  readonly progress: Progress;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** One line to stderr, beside the result. */
  readonly note: (text: string) => void;
  /** True where the result goes to a terminal. */
  readonly isTerminal: boolean;
  /** Writes are printed, not sent: results are empty. */
  readonly dryRun: boolean;
  /** Goes along with every write of the verb: stops it, and in a dry run prints it in place of sending it. */
  readonly writes: WriteOptions;
  /** Gets a line of each file that is fetched; undefined where none is wanted. */
  readonly manifest: () => Promise<Manifest | undefined>;
  readonly ask: Questions;
  /** Of the server and profile of the session. */
  readonly isolations: () => Promise<TimedIsolations>;
  /** Keeps what is there before it is changed. */
  readonly keeper: Keeper;
  /** What was changed before, and the way back. */
  readonly undoing: () => Promise<Undoing>;
  /** Undefined where there is no terminal for it. */
  readonly editor?: (() => LocalEditor) | undefined;
  /**
   * Where what is fetched goes while a case is open and no local path is given: the folder for what lies in that directory of the sensor,
   * made, with a separator behind it.
   */
  readonly evidence?: ((directory?: string) => Promise<string>) | undefined;
  /** Undefined where nobody sits at a prompt, or the exit code of a program is wanted: then one is waited for. */
  readonly prompt?: AtPrompt | undefined;
  /** Of a session of the server, which one of the shell it is; undefined for others. A one-shot has none. */
  readonly numberOf?: ((sessionId: number) => number | undefined) | undefined;
}

/** A verb as one literal: operands and options infer the input of its `run`. */
export const verb = specFor<VerbContext>();

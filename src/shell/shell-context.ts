import type { Style } from '../output/style.ts';
import type { AtPrompt } from '../ports/at-prompt.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sink } from '../ports/streams.ts';
import type { Outcome } from '../run/outcome.ts';
import type { CommandLine } from '../spec/params.ts';
import { type Spec, specFor } from '../spec/spec.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { Aliases } from './aliases.ts';
import type { History } from './history.ts';
import type { Foreground } from './jobs/foreground.ts';
import type { Ends } from './jobs/kept-output.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { KeptKind, Origin, Settings } from './settings.ts';

/** How a shell was left: `detach` leaves the session open for a while. */
export type Leaving = 'exit' | 'detach';

/** What the shell's own verbs run in. */
export interface ShellContext {
  readonly runtime: Pick<Runtime, 'files' | 'clock' | 'streams' | 'note' | 'home' | 'progress' | 'prompter'>;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  readonly settings: Settings;
  /** Where the line stands. */
  readonly origin: Origin;
  readonly aliases: Aliases;
  /**
   * Keeps a change for later shells, or with `undefined` forgets what was kept. False where that is not so: outside an interactive shell,
   * and for what comes from a startup file.
   */
  keep(kind: KeptKind, name: string, value: string | undefined, before: Origin | undefined): Promise<boolean>;
  readonly history: History;
  readonly recorder: Recorder;
  /** Every verb that can be typed, the shell's own too. */
  readonly registry: readonly Spec<never>[];
  /** How the line before this one ended. */
  readonly last: Outcome;
  readonly isInteractive: boolean;
  /** Where somebody sits at the prompt and waits for this very statement. */
  readonly prompt: AtPrompt | undefined;
  readonly foreground: Foreground;
  readonly sessions: Sessions<unknown>;
  /** Where this statement writes to, beside its result. */
  readonly ends: Ends;
  /** Where this statement's results go, and the colours for it. */
  readonly sink: Sink;
  readonly style: () => Promise<Style>;
  /** Writes a text that may be long: on a terminal through the pager. */
  show(text: string): Promise<void>;
  /** Runs a verb with this statement's output; its errors are shown already. */
  run(line: CommandLine): Promise<Outcome>;
  /** Runs a file of lines; the first failure ends it. */
  runFile(path: string): Promise<Outcome>;
  leave(how: Leaving): void;
}

/** A verb of the shell itself. */
export const builtin = specFor<ShellContext>();

import type { CbError } from '../errors/cb-error.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Outcome } from '../run/outcome.ts';
import type { CompletionProviders } from '../spec/completion-values.ts';
import type { Globals } from '../spec/globals.ts';
import type { Spec } from '../spec/spec.ts';
import type { VerbStatement } from '../text/tokenise.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { ShellMemory } from './settings.ts';
import type { ShellContext } from './shell-context.ts';
import type { StartupFile } from './startup.ts';

/** What the prompt shows. Host and directory come from the sensor: they are escaped where they are drawn. */
export interface PromptParts {
  readonly host: string;
  readonly directory: string;
  /** Of the profile, e.g. PRODUCTION. */
  readonly label?: string | undefined;
  /** Said where none is kept. */
  readonly transcript?: string | undefined;
  /** The account of the server that our command objects are sent by, once one has said. */
  readonly user?: string | undefined;
  /** Id of the session on the server, and when it was opened, on our clock. */
  readonly session?: number | undefined;
  readonly openedMs?: number | undefined;
  /** Sessions open on the server, of how many: `3/10`. Looked up only where a prompt shows it. */
  readonly slots?: string | undefined;
  /** The case that is worked at. */
  readonly case?: string | undefined;
}

/** What a program gives its shell. `C` is what the verbs run in. */
export interface ShellHost<C> {
  readonly runtime: Runtime;
  readonly verbs: readonly Spec<C>[];
  /** The shell's own verbs, where they are not the usual ones. */
  readonly builtins?: readonly Spec<ShellContext>[] | undefined;
  /** Why a statement is none for this shell, with what to do instead; undefined where it may be one. */
  readonly refusal?: ((statement: VerbStatement) => CbError | undefined) | undefined;
  /** Said in front of a prompt: what has come meanwhile. */
  readonly news?: (() => readonly string[]) | undefined;
  /** Ctrl-C with nothing typed: true where it is dealt with. */
  readonly onEmptyInterrupt?: (() => boolean) | undefined;
  /** From the program's command line. */
  readonly globals: Partial<Globals>;
  readonly isReadonly: boolean;
  readonly recorder: Recorder;
  /** `!command` and `| command` also where there is no terminal. */
  readonly allowLocal: boolean;
  readonly sessions: Sessions<C>;
  /** Of the profile, e.g. PRODUCTION. */
  readonly label?: string | undefined;
  /** For a prompt that shows them; asked only then. */
  readonly slots?: (() => string | undefined) | undefined;
  readonly caseName?: (() => string | undefined) | undefined;
  /** Candidates for Tab that the server knows, by kind; nothing is cached here. */
  readonly providers?: CompletionProviders | undefined;
  /** From now on each request has so long, ms; undefined: as the program was started. */
  readonly limitRequests?: ((ms: number | undefined) => void) | undefined;
  /** Without one settings and aliases end with the shell. */
  readonly memory?: ShellMemory | undefined;
  /** Run in front of the first prompt. */
  readonly startupFiles?: readonly StartupFile[] | undefined;
  /** In the state folder; without one the history ends with the shell. */
  readonly historyFile?: string | undefined;
  /** Aborts what runs and ends the shell: the program was asked to end, or the session is lost for good. */
  readonly signal?: AbortSignal | undefined;
  readonly events?: ShellEvents | undefined;
}

/** For tests and `--debug`: what happens in a shell, as it happens. */
export interface ShellEvents {
  /** A line can be typed. */
  prompt?(): void;
  /** A line has been run. */
  done?(outcome: Outcome): void;
  /** Tab has been answered. */
  completed?(): void;
}

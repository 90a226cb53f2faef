import type { Clock } from './clock.ts';
import type { LocalCommands } from './local-commands.ts';
import type { LocalFiles } from './local-files.ts';
import type { Progress } from './progress.ts';
import type { Prompter } from './prompter.ts';
import type { Streams } from './streams.ts';
import type { TypedLine } from './typed-line.ts';

/** Signals from outside. Handlers stack: only the newest one still registered hears the signal. */
export interface Signals {
  /** Ctrl-C where no line is being edited (SIGINT). Returns the function that takes the handler away. */
  onInterrupt(fn: () => void): () => void;
  /** SIGTERM or SIGHUP: the program is asked to end. */
  onTerminate(fn: () => void): () => void;
  /** The program was stopped and goes on (SIGCONT). */
  onContinue(fn: () => void): () => void;
  /** As Ctrl-C, to all that the terminal would tell: where it is read as a key. */
  interrupt(): void;
  /** Stops the program, and what was started with it, as Ctrl-Z does; resolves when it goes on. At once where nothing can be stopped. */
  suspend(): Promise<void>;
}

/** Everything that the outside gives a program. `runtime/node.ts` makes the real one; tests make theirs over buffers. */
export interface Runtime {
  /** What was typed behind the program's name. */
  readonly argv: readonly string[];
  readonly streams: Streams;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly files: LocalFiles;
  readonly local: LocalCommands;
  readonly prompter: Prompter;
  readonly progress: Progress;
  readonly signals: Signals;
  readonly typedLine: TypedLine;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** The user's home folder; no absolute path where there is none (config/home.ts). */
  readonly home: string;
  readonly pid: number;
  /** -1 where the platform knows none. */
  readonly uid: number;
  /** Name of the local account and of this computer. */
  user(): string;
  hostname(): string;
  /** True while a process with this id runs on this computer. */
  isRunning(pid: number): boolean;
  /** Tells the engine how to treat a run that speaks with a server; once all modules of Node are loaded. */
  setEngineFlags(): Promise<void>;
  /** One line to stderr, escaped; silent with --quiet. */
  note(text: string): void;
}

import type { Sink } from '../../ports/streams.ts';
import type { TypedLine } from '../../ports/typed-line.ts';
import type { TabAnswer } from './look-up.ts';
import type { KeySource } from './terminal-keys.ts';

/** What an editor takes of the shell. */
export interface EditorOptions {
  readonly input: KeySource;
  /** Prompt and echo: stderr, as stdout carries results. */
  readonly output: Sink;
  readonly columns: () => number;
  /** Calls back when the window has another size. */
  readonly onResize: (fn: () => void) => () => void;
  /** The place on the terminal where lines are typed. */
  readonly typedLine: TypedLine;
  /** Lines that can be recalled, oldest first. */
  readonly history: () => readonly string[];
  /** Told each line; false keeps it out of what can be recalled. */
  readonly remember: (line: string) => boolean;
  /** The last operand of a line, as it is typed there. */
  readonly operandOf: (line: string) => string | undefined;
  /** Asked before several pasted lines are run, when the terminal is nobody's. */
  readonly mayRunPasted: (lines: readonly string[]) => Promise<boolean>;
  /** What Tab does with the text before the cursor. */
  readonly complete: (line: string, signal: AbortSignal) => Promise<TabAnswer>;
  /** Ctrl-C with nothing typed. */
  readonly onEmptyInterrupt: () => void;
  readonly onPrompt: () => void;
  /** Something is typed at the prompt. */
  readonly onKey?: (() => void) | undefined;
  /** Stops the program as Ctrl-Z does; resolves when it goes on. */
  readonly suspend: () => Promise<void>;
  /** As Ctrl-C from a terminal that is in no raw mode. */
  readonly interrupt: () => void;
}

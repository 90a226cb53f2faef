import type { Cb } from '../api/client.ts';
import type { Pages } from '../ports/pages.ts';
import type { Runtime } from '../ports/runtime.ts';
import { specFor } from '../spec/spec.ts';

/** What a `cbq` command gets to work with. */
export interface QueryContext {
  readonly runtime: Pick<Runtime, 'streams' | 'files' | 'progress' | 'clock'>;
  cb(): Promise<Cb>;
  /** Address of the server of the profile in use. */
  server(): Promise<string>;
  readonly pages: Pages;
  readonly signal: AbortSignal;
  /** Unix ms. */
  readonly nowMs: () => number;
  /** One line to stderr, beside the result: honest totals and the like. */
  readonly note: (text: string) => void;
  /** Writes are printed by the connection, not sent: their replies are empty, and results show nothing of them. */
  readonly dryRun: boolean;
  /** The result goes to a terminal. */
  readonly isTerminal: boolean;
  readonly ask: Questions;
}

/** Questions that a command can only ask once it knows what it would do. */
export interface Questions {
  /** There is a terminal to ask on. */
  readonly canPrompt: boolean;
  /** `--yes` was said. */
  readonly yes: boolean;
  /**
   * Returns where the answer is yes: at once with `--yes` and in a dry run. Kinds `Declined`, `Interrupted`, and `Usage` where there is no
   * terminal to ask on.
   */
  confirm(question: string): Promise<void>;
  /** Something that is not echoed, from the terminal; `Usage` where there is none. */
  secret(question: string): Promise<string>;
}

/** A `cbq` command as one literal. */
export const query = specFor<QueryContext>();

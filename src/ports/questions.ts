import type { Prompter } from './prompter.ts';

/** Questions that a command or verb can only ask once it knows what it would do. */
export interface Questions {
  /** There is a terminal to ask on. */
  readonly canPrompt: boolean;
  /** `--yes` was said. */
  readonly yes: boolean;
  /**
   * Returns where the answer is yes: at once with `--yes` and in a dry run. Gives true where somebody was asked, for which time has
   * passed. Kinds `Declined`, `Interrupted`, and `Usage` where there is no terminal to ask on.
   */
  confirm(question: string): Promise<boolean>;
  /** One of several by its letter, whatever was said on the command line; `Usage` where there is no terminal to ask on. */
  readonly letter: Prompter['letter'];
  /** One of a list, or a key; `Usage` where there is no terminal to ask on. */
  readonly pick: Prompter['pick'];
  /** Something that is not echoed, from the terminal; `Usage` where there is none. */
  secret(question: string): Promise<string>;
}

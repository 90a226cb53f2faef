import type { Prompter } from './prompter.ts';

/** How a verb deals with Ctrl-C itself. */
export interface Interruptible {
  /** Ctrl-C: true where it is dealt with, and the verb is not stopped. */
  ask(): boolean;
  /** A wish that was said already; rejects with why it goes on. */
  end(): Promise<void>;
}

/** Whether somebody looks at a statement or waits for it; nobody does where it goes on behind the prompt. */
export interface Attention {
  readonly isPaid: boolean;
  /** Resolves when it is paid, at once where it is already; with the signal it never does. */
  whenPaid(signal: AbortSignal): Promise<void>;
}

/** What a verb can do only where somebody sits at a prompt. */
export interface AtPrompt {
  /** Until released, Ctrl-C asks this first. */
  onInterrupt(verb: Interruptible): () => void;
  /** Asks for one of several; rejects with `Interrupted` at Ctrl-C. */
  readonly choose: Prompter['letter'];
  /** Gives the prompt back; the verb goes on as a job of the shell, and its result is kept. */
  leaveRunning(): void;
  readonly attention: Attention;
}

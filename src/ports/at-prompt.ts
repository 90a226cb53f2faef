import type { Prompter } from './prompter.ts';

/** Ctrl-C, which may ask first, or a wish that was said already. */
export type Interrupt = 'ask' | 'end';

/** What a verb can do only where somebody sits at a prompt. */
export interface AtPrompt {
  /** Until released, Ctrl-C calls this first; true where it is dealt with, and the verb is not stopped. */
  onInterrupt(handle: (how: Interrupt) => boolean): () => void;
  /** Asks for one of several; rejects with `Interrupted` at Ctrl-C. */
  readonly choose: Prompter['letter'];
  /** Gives the prompt back; the verb goes on as a job of the shell, and its result is kept. */
  leaveRunning(): void;
}

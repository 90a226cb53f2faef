/** A spinner or bar on stderr, only where that is a terminal; silent with --quiet. All texts are escaped by the port. */
export interface Progress {
  /** `isOnTop`: shown in the place of what others draw for it. */
  start(text: string, how?: { readonly isOnTop?: boolean }): ProgressTask;
}

export interface ProgressTask {
  /** Replaces the text of the spinner. */
  say(text: string): void;
  /** Bytes or items so far, and the total where it is known: draws a bar with rate and time left. */
  advance(done: number, total: number | undefined, unit: 'bytes' | 'items'): void;
  /** Takes it off the screen; safe to call twice. */
  stop(): void;
}

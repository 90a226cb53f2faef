import type { Press } from './terminal-keys.ts';

export interface TabAnswer {
  /** Takes the place of the last `replaces` characters before the cursor. */
  readonly insert: string;
  readonly replaces: string;
  /** Shown above the prompt: whole lines. */
  readonly list: string;
}

/** A Tab that waits for its answer. */
export interface LookUp {
  readonly stop: AbortController;
  /** Where in the line Tab was pressed. */
  readonly at: number;
  /** Typed since, to be heard once the answer is there. */
  readonly ahead: (Press | string)[];
}

/** A key that only adds its character to the line. */
export function isText({ text, key }: Press): boolean {
  return text !== undefined && key.ctrl !== true && key.meta !== true && /^[^\p{Cc}\p{Cs}]+$/u.test(text);
}

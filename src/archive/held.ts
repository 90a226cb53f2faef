/**
 * `ok`: both tell the same. `open`: they do not contradict each other, and one of them does not know. `missing` is what the archive lacks,
 * `unlisted` what no transcript tells of, `changed` what they tell differently; `cut` and `unknown` are those of the archive itself.
 */
export type HeldState = 'ok' | 'open' | 'cut' | 'changed' | 'missing' | 'unlisted' | 'unknown';

/** Something in an archive or a transcript, held against the other. */
export interface Held {
  readonly what: 'archive' | 'transcript' | 'command' | 'file';
  /** Of the command object or the session file. */
  readonly id: number | undefined;
  readonly name: string;
  readonly state: HeldState;
  readonly says: string;
}

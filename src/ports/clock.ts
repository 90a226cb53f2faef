/** Time, injected. All numbers are milliseconds. */
export interface Clock {
  /** Unix time in ms. */
  now(): number;
  /** A counter in ms that never goes back, for measuring. */
  monotonic(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `fn` every `ms` until the returned function is called; does not keep the program alive. */
  every(ms: number, fn: () => void): () => void;
}

/** Time, injected. All numbers are milliseconds. */
export interface Clock {
  /** Unix time in ms. */
  now(): number;
  /** A counter in ms that never goes back, for measuring. */
  monotonic(): number;
  /** Rejects with the signal's reason when it is aborted. One in the background does not keep the program alive. */
  sleep(ms: number, signal?: AbortSignal, isBackground?: boolean): Promise<void>;
  /** Calls `fn` every `ms` until the returned function is called; does not keep the program alive. */
  every(ms: number, fn: () => void): () => void;
}

/** The server's clock as far as its replies have told, within a second; ours before they do. */
export interface ServerClock {
  /** Unix ms there. */
  nowMs(): number;
  /** A time by the server's clock → the same moment by ours. */
  toOursMs(serverMs: number): number;
  /** How far it is ahead of ours; undefined before a reply has told. */
  readonly aheadMs: number | undefined;
}

/** A host on the queue: by what it is told from others, what stands in it, and when it is due. */
export interface QueuedHost {
  readonly id: string;
  readonly data: string;
  readonly delayMs: number;
}

/** The queue of one server as the process of a run sees it. */
export interface HostQueue {
  /** Those that are there already are left as they are. */
  add(hosts: readonly QueuedHost[]): Promise<void>;
  /** Of all hosts that wait or are worked on, whoever put them there. */
  ids(): Promise<ReadonlySet<string>>;
  /** How many are worked on, of all runs. */
  activeCount(): Promise<number>;
  /** So many at once, by all workers together. */
  setSlots(most: number): Promise<void>;
  /** What is worked on stays. */
  remove(ids: readonly string[]): Promise<void>;
  /** Sooner or later than it was said. */
  setDelay(id: string, delayMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Where a worker leaves a host that it has taken: through, or on the queue again. */
export type Handed = 'through' | { readonly laterMs: number };

export interface HandedHost {
  readonly id: string;
  readonly data: string;
  /** Aborted once somebody else has it. */
  readonly signal: AbortSignal;
}

/** A worker takes hosts as they are due. */
export interface QueueWorker {
  /** Those under way have ended. */
  settled(): Promise<unknown>;
  /** It takes no more of them; resolves once those under way have ended, and Redis has heard of it. */
  close(): Promise<void>;
}

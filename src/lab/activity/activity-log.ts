import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';

/** One write, or one attempt at it: who did what, and how it ended. */
export interface Deed {
  /** Unix milliseconds. */
  readonly at: number;
  readonly username: string;
  readonly ip_address: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Key facts of the body (`key-facts.ts`). */
  readonly what: string;
  readonly http_status: number;
}

/** So many are remembered … */
const limit = 10_000;
/** … and so many outlive the lab. */
const kept = 1000;

/** The last writes, oldest first. */
export class ActivityLog {
  #deeds: Deed[];

  constructor(deeds: readonly Deed[]) {
    this.#deeds = [...deeds];
  }

  add(deed: Deed): void {
    this.#deeds.push(deed);
    // In batches, so that a full log does not move with every deed.
    if (this.#deeds.length > limit * 1.1) this.#deeds = this.#deeds.slice(-limit);
  }

  last(count: number, username?: string): Deed[] {
    const deeds = this.#deeds.slice(-limit);
    const wanted = username === undefined ? deeds : deeds.filter((deed) => deed.username === username);
    return count === 0 ? [] : wanted.slice(-count);
  }
}

export const activitySection: Section<ActivityLog> = {
  name: 'activity',
  read: (state) => new ActivityLog(Array.isArray(state) ? state.filter(isDeed) : []),
  write: (log) => log.last(kept),
};

function isDeed(value: unknown): value is Deed {
  return (
    isRecord(value) &&
    Number.isFinite(value['at']) &&
    Number.isFinite(value['http_status']) &&
    ['username', 'ip_address', 'method', 'path', 'what'].every((name) => typeof value[name] === 'string')
  );
}

/** By then nobody knows why the server still lists it. */
const mostMs = 15_000;
const firstLookMs = 5;
const leastLookMs = 10;
/** One look tells of all of them. */
const betweenMs = 15;
const remembered = 5;

interface Left {
  readonly leftMs: number;
  readonly expectedMs: number;
  /** It was at work; one that was given up before tells nothing of how long others take. */
  readonly wasOpen: boolean;
  dueMs: number;
}

/**
 * Sessions of ours that were left and that the server still lists: they hold their slots until their sensors have heard of it. How long that
 * takes is learnt. Times on the monotonic clock.
 */
export class Closing {
  readonly #left = new Map<number, Left>();
  readonly #took: number[] = [];
  #lookedMs = Number.NEGATIVE_INFINITY;

  get size(): number {
    return this.#left.size;
  }

  has(sensorId: number): boolean {
    return this.#left.has(sensorId);
  }

  left(sensorId: number, nowMs: number, wasOpen = true): void {
    const expectedMs = this.#expectedMs;
    this.#left.set(sensorId, { leftMs: nowMs, expectedMs, wasOpen, dueMs: nowMs + expectedMs });
  }

  /** When it is worth to look at what the server lists; undefined where nothing is closing. */
  get nextLookMs(): number | undefined {
    if (this.#left.size === 0) return undefined;
    const dueMs = Math.min(...[...this.#left.values()].map((entry) => entry.dueMs));
    return Math.max(dueMs, this.#lookedMs + betweenMs);
  }

  /** What the server listed to a look that began then. */
  listed(openSensors: ReadonlySet<number>, lookedMs: number, nowMs: number): void {
    this.#lookedMs = nowMs;
    for (const [id, entry] of this.#left) {
      const tookMs = nowMs - entry.leftMs;
      if (entry.leftMs > lookedMs) continue;
      if (!openSensors.has(id)) {
        this.#left.delete(id);
        if (entry.wasOpen) this.#took.push(tookMs);
        if (this.#took.length > remembered) this.#took.shift();
      } else if (tookMs > mostMs) this.#left.delete(id);
      else if (entry.dueMs <= nowMs) entry.dueMs = nowMs + pauseOf(tookMs, entry.expectedMs);
    }
  }

  /** Nobody knows: it is looked again a little later. */
  unheard(nowMs: number): void {
    for (const [id, entry] of this.#left) {
      if (nowMs - entry.leftMs > mostMs) this.#left.delete(id);
      else entry.dueMs = nowMs + 500;
    }
  }

  /** A little less than it took lately: it may have got faster. */
  get #expectedMs(): number {
    const sorted = this.#took.toSorted((a, b) => a - b);
    return (sorted[Math.floor(sorted.length / 2)] ?? firstLookMs) * 0.97;
  }
}

function pauseOf(tookMs: number, expectedMs: number): number {
  return Math.max(leastLookMs, Math.min(tookMs * 0.15, tookMs - expectedMs));
}

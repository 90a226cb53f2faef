/** A small seeded generator: the same seed gives the same lab on every machine. Not for secrets. */
export interface Random {
  /** A number in `[0, 1)`. */
  next(): number;
  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** Throws when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T;
  chance(share: number): boolean;
  /** `digits` lower-case hex digits. */
  hex(digits: number): string;
  /** An independent generator for a part of the topic, so that adding draws in one place does not shift another. */
  fork(subtopic: string): Random;
}

/** Draws for one topic (a sensor, a fault …) of a lab's seed. */
export function seededRandom(seed: number, topic = ''): Random {
  const start = mixSeeds(seed, hashText(topic));
  let state = start;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    return scramble(state) / 0x1_0000_0000;
  };
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    chance: (share) => next() < share,
    hex: (digits) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join(''),
    fork: (subtopic) => seededRandom(start, subtopic),
  };
}

/** FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

export function mixSeeds(first: number, second: number): number {
  return scramble((Math.imul(first >>> 0, 0x9e3779b1) ^ (second >>> 0)) >>> 0);
}

// The output function of mulberry32.
function scramble(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

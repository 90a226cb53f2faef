/** Runs what it is given, at most `count` at a time, in the order it came. */
export type Turns = <T>(run: () => Promise<T>) => Promise<T>;

export function atMost(count: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (run) => {
    if (running >= count) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await run();
    } finally {
      // The next one takes over this place.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** Asks for each key once; a failure is kept like a value. */
export function onceEach<K, V>(ask: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const asked = new Map<K, Promise<V>>();
  return (key) => {
    const known = asked.get(key);
    if (known !== undefined) return known;
    const answer = ask(key);
    // Somebody may look at it later, or never.
    answer.catch(() => undefined);
    asked.set(key, answer);
    return answer;
  };
}

/** Applies `map` to the rows in their order, up to `ahead` of them under way at once. */
export async function* mapAhead<T, R>(
  rows: AsyncIterable<T>,
  ahead: number,
  map: (row: T) => Promise<R>,
): AsyncGenerator<R> {
  const under: Promise<R>[] = [];
  for await (const row of rows) {
    const mapped = map(row);
    mapped.catch(() => undefined);
    under.push(mapped);
    if (under.length < ahead) continue;
    const first = under.shift();
    if (first !== undefined) yield await first;
  }
  for (const mapped of under) yield await mapped;
}

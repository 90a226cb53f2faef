import type { Listing } from './spec.ts';

export interface Found<L extends Listing> {
  readonly spec: L;
  /** How many words its name or alias took: 1 or 2. */
  readonly used: number;
}

/** The spec whose name or alias the first one or two words are; the longer match wins. */
export function findSpec<L extends Listing>(
  registry: readonly L[],
  words: readonly string[],
): Found<L> | undefined {
  const index = indexOf(registry);
  const [first, second] = words;
  if (first === undefined) return undefined;
  const pair = second === undefined ? undefined : index.get(`${first} ${second}`);
  if (pair !== undefined) return { spec: pair, used: 2 };
  const single = index.get(first);
  return single === undefined ? undefined : { spec: single, used: 1 };
}

/** The specs below a noun or group word: `reg` → `reg query`, `reg get` …; by name, without aliases. */
export function specsBelow<L extends Listing>(registry: readonly L[], word: string): readonly L[] {
  return registry.filter((spec) => spec.name.startsWith(`${word} `));
}

const indexes = new WeakMap<readonly Listing[], ReadonlyMap<string, Listing>>();

/** By name and alias. */
export function indexOf<L extends Listing>(registry: readonly L[]): ReadonlyMap<string, L> {
  const known = indexes.get(registry) as ReadonlyMap<string, L> | undefined;
  if (known !== undefined) return known;
  const index = new Map<string, L>();
  for (const spec of registry) {
    for (const name of [spec.name, ...(spec.aliases ?? [])]) index.set(name, spec);
  }
  indexes.set(registry, index);
  return index;
}

import type { RegTree, TreeKey, TreeValue } from './reg-tree.ts';
import type { RegistryValue } from './registry.ts';

/** A key or value that is not the same on both sides. */
export interface RegDifference {
  readonly change: 'new' | 'gone' | 'changed';
  /** On the side that has it, on the second where both have. */
  readonly key: string;
  /** Undefined for a key; empty for its default value. */
  readonly name?: string | undefined;
  readonly was?: RegistryValue | undefined;
  readonly is?: RegistryValue | undefined;
}

/** One side: what it holds at and below `base`, to which paths are compared. */
export interface DiffSide {
  readonly tree: RegTree;
  readonly base: string;
}

/** What is otherwise in `after`, key by key. What may be there unseen is told in place of being called new or gone. */
export function* regDifferences(
  before: DiffSide,
  after: DiffSide,
  untold: (what: string) => void,
): Generator<RegDifference> {
  const [was, is] = [belowBase(before), belowBase(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  for (const name of names) {
    const [old, now] = [was.get(name), is.get(name)];
    if (old !== undefined && now !== undefined) yield* inKey(old, now, untold);
    else if (old !== undefined) yield* alone('gone', old, isKnown(is, name), untold);
    else if (now !== undefined) yield* alone('new', now, isKnown(was, name), untold);
  }
}

/** Keys by what stands behind the base, in lower case. */
function belowBase({ tree, base }: DiffSide): ReadonlyMap<string, TreeKey> {
  const start = base.toLowerCase();
  const found = new Map<string, TreeKey>();
  for (const [path, key] of tree.keys) {
    if (path === start || start === '' || path.startsWith(`${start}\\`))
      found.set(path.slice(start.length), key);
  }
  return found;
}

/** False where the nearest key above that is there was not read in whole. */
function isKnown(side: ReadonlyMap<string, TreeKey>, name: string): boolean {
  for (let at = name.lastIndexOf('\\'); at >= 0; at = name.lastIndexOf('\\', at - 1)) {
    const above = side.get(name.slice(0, at));
    if (above !== undefined) return !above.isPartial;
    if (at === 0) break;
  }
  return true;
}

function* alone(
  change: 'new' | 'gone',
  key: TreeKey,
  isSure: boolean,
  untold: (what: string) => void,
): Generator<RegDifference> {
  if (!isSure) return untold(key.path);
  yield { change, key: key.path };
  for (const { value } of key.values.values()) yield valueRow(change, key, value);
}

function* inKey(old: TreeKey, now: TreeKey, untold: (what: string) => void): Generator<RegDifference> {
  for (const [name, was] of old.values) {
    const is = now.values.get(name);
    if (is === undefined) yield* aloneIn('gone', old, was, now, untold);
    else if (isSame(was, is) === false)
      yield { change: 'changed', key: now.path, name: is.value.name, was: was.value, is: is.value };
    else if (isSame(was, is) === undefined) untold(`${now.path}\\${is.value.name}`);
  }
  for (const [name, is] of now.values) {
    if (!old.values.has(name)) yield* aloneIn('new', now, is, old, untold);
  }
}

function* aloneIn(
  change: 'new' | 'gone',
  key: TreeKey,
  { value }: TreeValue,
  other: TreeKey,
  untold: (what: string) => void,
): Generator<RegDifference> {
  if (other.isPartial) untold(`${key.path}\\${value.name}`);
  else yield valueRow(change, key, value);
}

function valueRow(change: 'new' | 'gone', { path }: TreeKey, value: RegistryValue): RegDifference {
  return { change, key: path, name: value.name, [change === 'new' ? 'is' : 'was']: value };
}

/** By the bytes that the registry holds; undefined where nobody knows those of one. */
function isSame(a: TreeValue, b: TreeValue): boolean | undefined {
  if (a.held !== undefined && b.held !== undefined)
    return a.held.type === b.held.type && a.held.bytes.equals(b.held.bytes);
  const isAlike =
    a.value.type === b.value.type && JSON.stringify(a.value.data) === JSON.stringify(b.value.data);
  return isAlike ? true : undefined;
}

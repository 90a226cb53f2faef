import { CbError } from '../errors/cb-error.ts';
import { isKeyName } from '../text/registry-path.ts';
import { regBytes } from './reg-data.ts';
import type { RegEntry } from './reg-entries.ts';
import { regValueOf } from './reg-value-text.ts';
import type { Registry, RegistryValue } from './registry.ts';

/** A value to compare. */
export interface TreeValue {
  /** As the sensor would give it. */
  readonly value: RegistryValue;
  /** What the registry holds; undefined where the sensor's data does not fit its type. */
  readonly held: { readonly type: number; readonly bytes: Buffer } | undefined;
}

export interface TreeKey {
  readonly path: string;
  /** By their names in lower case. */
  readonly values: Map<string, TreeValue>;
  /** What else is in it nobody knows. */
  isPartial: boolean;
}

/** Keys with their values, by their whole paths in lower case. */
export class RegTree {
  readonly keys = new Map<string, TreeKey>();
  #count = 0;

  add(path: string): TreeKey {
    const known = this.keys.get(path.toLowerCase());
    if (known !== undefined) return known;
    this.#counted();
    const key: TreeKey = { path, values: new Map(), isPartial: false };
    this.keys.set(path.toLowerCase(), key);
    return key;
  }

  set(path: string, value: TreeValue): void {
    this.#counted();
    this.add(path).values.set(value.value.name.toLowerCase(), value);
  }

  /** With all below it. */
  remove(path: string): void {
    const gone = path.toLowerCase();
    for (const key of this.keys.keys()) {
      if (key === gone || key.startsWith(`${gone}\\`)) this.keys.delete(key);
    }
  }

  #counted(): void {
    this.#count += 1;
    if (this.#count <= most) return;
    throw new CbError('Usage', `more than ${most} keys and values are too many to compare`, {
      hint: 'name keys further down',
    });
  }
}

const most = 500_000;

export interface RegTreeOptions {
  readonly signal: AbortSignal;
  readonly onError: (path: string, error: unknown) => void;
  readonly onUnread: (sentence: string) => void;
  readonly onKeys: (count: number) => void;
}

/** A key of the sensor and all below it; what cannot be read is told, and known to be there. */
export async function treeOfKey(registry: Registry, path: string, options: RegTreeOptions): Promise<RegTree> {
  const tree = new RegTree();
  let isUnread = false;
  let last = path;
  const keys = registry.walk(path, {
    signal: options.signal,
    onError(below, error) {
      // What cannot be a name is not known to be a key: what it is said to be in is not known in whole.
      const isNone = below.startsWith(`${last}\\`) && !isKeyName(below.slice(last.length + 1));
      tree.add(isNone ? last : below).isPartial = true;
      options.onError(below, error);
    },
    onUnread(sentence) {
      isUnread = true;
      options.onUnread(sentence);
    },
  });
  for await (const key of keys) {
    last = key.path;
    tree.add(last).isPartial = isUnread;
    isUnread = false;
    for (const value of key.values) tree.set(key.path, { value, held: heldBy(value) });
    options.onKeys(tree.keys.size);
  }
  return tree;
}

function heldBy(value: RegistryValue): TreeValue['held'] {
  const known = regBytes(value);
  return known === undefined ? undefined : { type: known.type, bytes: Buffer.concat([...known.bytes]) };
}

/** What a registry would hold that had nothing before a file was read into it. */
export function treeOfEntries(entries: Iterable<RegEntry>): RegTree {
  const tree = new RegTree();
  let isLeftOut = false;
  for (const entry of entries) {
    const { path } = entry;
    if (entry.kind === 'key') tree.add(entry.path);
    else if (entry.kind === 'delete key') tree.remove(entry.path);
    else if (entry.kind === 'delete value')
      tree.keys.get(entry.path.toLowerCase())?.values.delete(entry.name.toLowerCase());
    else if (entry.kind === 'value') tree.set(entry.path, valueOfEntry(entry));
    else if (path !== undefined) tree.add(path).isPartial = true;
    else isLeftOut = true;
  }
  if (!isLeftOut) return tree;
  // A key that could not be written is below one of those that are there.
  for (const key of tree.keys.values()) key.isPartial = true;
  return tree;
}

function valueOfEntry({ name, type, bytes }: Extract<RegEntry, { readonly kind: 'value' }>): TreeValue {
  const known = regValueOf(type, bytes) ?? { type: `hex(${type.toString(16)})`, data: bytes.toString('hex') };
  return { value: { name, ...known }, held: { type, bytes } };
}

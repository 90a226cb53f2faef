import { CbError, isCbError } from '../errors/cb-error.ts';
import { globTest, plainly } from '../text/glob.ts';
import { isKeyName, isRegistryPath, registryPaths } from '../text/registry-path.ts';
import {
  type PathPattern,
  type PatternStep,
  type ResolvedPattern,
  resolvePattern,
} from '../text/typed-glob.ts';
import type { OnUnread } from './read-rows.ts';
import type { Registry, RegistryKey, RegistryValue } from './registry.ts';

/** What a key holds: a subkey or a value. */
export interface RegistryItem {
  /** The key that holds it, by its whole path; empty for a root. */
  readonly key: string;
  readonly name: string;
  /** Undefined for a subkey. */
  readonly value?: RegistryValue | undefined;
}

export interface ItemOptions {
  readonly signal: AbortSignal;
  readonly onUnread: OnUnread;
  /** A key that a wildcard matched and that cannot be read; the others are shown. */
  readonly onError: (path: string, error: unknown) => void;
}

/** What a path shows: what is in a key, what its wildcards match, or the value itself. */
export interface ItemListing {
  readonly items: readonly RegistryItem[];
  /** They may be of several keys. */
  readonly isSpread: boolean;
}

/** One typed path may cost so many listings: each is a command object. */
const mostListings = 1000;
/** The name by which people know the default value. */
const defaultName = '(default)';

export function itemPathOf({ key, name }: RegistryItem): string {
  return key === '' ? name : registryPaths.join(key, name);
}

function isCalled(item: RegistryItem, name: string): boolean {
  return item.name.toLowerCase() === name.toLowerCase();
}

/** Subkeys first, as the sensor lists them. */
export function itemsOf({ path, subKeys, values }: RegistryKey): readonly RegistryItem[] {
  return [
    ...subKeys.map((name) => ({ key: path, name })),
    ...values.map((value) => ({ key: path, name: value.name, value })),
  ];
}

/** What is in a key, in the registry as seen from the key that the shell stands at. */
export class RegistryItems {
  readonly #registry: Registry;
  readonly #options: ItemOptions;
  #asked = 0;

  constructor(registry: Registry, options: ItemOptions) {
    this.#registry = registry;
    this.#options = options;
  }

  async look(pattern: PathPattern): Promise<ItemListing> {
    const resolved = this.#resolved(pattern);
    const { steps } = resolved;
    const isSpread = steps.length > 1 || steps[0]?.below.length !== 0;
    if (steps.length > 0) return { items: await this.#matches(pattern, resolved), isSpread };
    try {
      return { items: itemsOf(await this.#key(resolved.base)), isSpread: false };
    } catch (error) {
      if (!isCbError(error, 'NotOnSensor')) throw error;
      return { items: await this.#named(pattern, resolved.base), isSpread: false };
    }
  }

  /** The subkeys and values themselves that a path means: what its wildcards match, else what has that name; `NotOnSensor` for none. */
  async expand(pattern: PathPattern): Promise<readonly RegistryItem[]> {
    const resolved = this.#resolved(pattern);
    const isWild = resolved.steps.length > 0;
    return await (isWild ? this.#matches(pattern, resolved) : this.#named(pattern, resolved.base));
  }

  /** The one key that is meant; it is there. */
  async oneKey(pattern: PathPattern): Promise<string> {
    const resolved = this.#resolved(pattern);
    if (resolved.steps.length === 0) return await this.#keyAt(pattern, resolved.base);
    const keys = (await this.#matches(pattern, resolved)).filter(({ value }) => value === undefined);
    const [only, ...others] = keys;
    if (only !== undefined && others.length === 0 && isKeyName(only.name)) return itemPathOf(only);
    throw new CbError('Usage', `${pattern.typed} matches ${keys.length} keys: cd goes to one`);
  }

  async #keyAt(pattern: PathPattern, base: string): Promise<string> {
    try {
      return (await this.#key(base)).path;
    } catch (error) {
      if (!isCbError(error, 'NotOnSensor')) throw error;
      const [value] = await this.#named(pattern, base);
      if (value === undefined) throw error;
      throw new CbError('CommandFailed', `${itemPathOf(value)} is a value, not a key`, {
        hint: 'cat shows its data',
      });
    }
  }

  #resolved(pattern: PathPattern): ResolvedPattern {
    return resolvePattern(
      pattern,
      registryPaths,
      this.#registry.keyAt(isRegistryPath(pattern.typed) ? pattern.typed : '.'),
    );
  }

  async #key(path: string): Promise<RegistryKey> {
    return await this.#registry.key(path, this.#options.signal, this.#options.onUnread);
  }

  /** By its name in the key above; a separator at the end means the default value. */
  async #named({ typed }: PathPattern, base: string): Promise<readonly RegistryItem[]> {
    const { root, parts } = registryPaths.split(base);
    const isDefault = typed.endsWith('\\');
    if (parts.length === 0 && !isDefault) return [{ key: '', name: root }];
    const [key, name] = isDefault
      ? [base, '']
      : [[root, ...parts.slice(0, -1)].join('\\'), parts.at(-1) ?? ''];
    const found = await this.#called(key, name, isDefault).catch((error: unknown) =>
      this.#withSeparators(typed, error),
    );
    if (found.length > 0) return found;
    throw this.#registry.notThere(registryPaths.join(key, name));
  }

  /** There is no such key: what was typed may be the name of a value where the shell stands, as that of a file often is. */
  async #withSeparators(typed: string, error: unknown): Promise<readonly RegistryItem[]> {
    const name = typed.replace(/^\.\\/, '');
    if (!isCbError(error, 'NotOnSensor') || isRegistryPath(typed) || !name.includes('\\')) throw error;
    const found = await this.#called(this.#registry.keyAt('.'), name, true);
    if (found.length === 0) throw error;
    return found;
  }

  async #called(path: string, name: string, isValue: boolean): Promise<readonly RegistryItem[]> {
    const unread: string[] = [];
    const key = await this.#registry.key(path, this.#options.signal, (sentence) => unread.push(sentence));
    const all = itemsOf(key).filter(({ value }) => value !== undefined || !isValue);
    const found = all.filter((item) => isCalled(item, name));
    if (found.length > 0) return found;
    if (name.toLowerCase() === defaultName)
      return all.filter((item) => item.value !== undefined && item.name === '');
    if (unread.length === 0) return [];
    const what = registryPaths.join(path, name);
    throw new CbError('BadReply', `nobody can tell whether ${what} is there: ${unread.join('; ')}`);
  }

  async #matches({ typed }: PathPattern, { base, steps }: ResolvedPattern): Promise<readonly RegistryItem[]> {
    let places: readonly string[] = [base];
    let items: readonly RegistryItem[] = [];
    for (const [index, step] of steps.entries()) {
      const isLast = index === steps.length - 1;
      items = await this.#matchesIn(places, step, index === 0);
      if (isLast && step.below.length === 0) break;
      places = items
        .filter(({ name, value }) => value === undefined && isKeyName(name))
        .map((item) => [itemPathOf(item), ...step.below].join('\\'));
      if (isLast) items = await this.#thoseThere(places);
    }
    if (items.length > 0) return items;
    throw new CbError('NotOnSensor', `nothing matches ${typed} in ${base}`, {
      hint: 'ls shows what is there',
    });
  }

  /** A name may hold the characters of a wildcard, as the key `*` of HKCR does: what is called so is meant first. */
  async #matchesIn(
    places: readonly string[],
    { pattern }: PatternStep,
    isStart: boolean,
  ): Promise<readonly RegistryItem[]> {
    const test = globTest(pattern, 'windows');
    const found: RegistryItem[] = [];
    for (const place of places) {
      const items = isStart ? itemsOf(await this.#key(place)) : await this.#try(place);
      const literal = items.filter((item) => isCalled(item, plainly(pattern)));
      found.push(...(literal.length > 0 ? literal : items.filter((item) => test(item.name))));
    }
    return found;
  }

  async #thoseThere(paths: readonly string[]): Promise<readonly RegistryItem[]> {
    const found: RegistryItem[] = [];
    for (const path of paths) {
      const at = path.lastIndexOf('\\');
      const items = await this.#try(path.slice(0, at));
      found.push(...items.filter((item) => isCalled(item, path.slice(at + 1))));
    }
    return found;
  }

  /** A key that is not there holds nothing. */
  async #try(path: string): Promise<readonly RegistryItem[]> {
    this.#asked += 1;
    try {
      if (this.#asked > mostListings) throw tooMany(path);
      return itemsOf(await this.#key(path));
    } catch (error) {
      if (!isCbError(error, 'CommandFailed', 'NotOnSensor', 'BadReply', 'ServerError')) throw error;
      if (error.kind !== 'NotOnSensor' && this.#asked <= mostListings + 1) this.#options.onError(path, error);
      return [];
    }
  }
}

function tooMany(path: string): CbError {
  return new CbError(
    'CommandFailed',
    `more than ${mostListings} keys match: what is left out begins at ${path}`,
  );
}

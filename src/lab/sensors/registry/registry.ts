import { fail } from '../failure.ts';
import { type ListedValue, readValue } from './registry-value.ts';

interface Key {
  readonly name: string;
  readonly subKeys: Map<string, Key>;
  readonly values: Map<string, ListedValue>;
  /** Guarded by the sensor: read, not changed. */
  isGuarded: boolean;
}

const rootNames: Readonly<Record<string, string>> = {
  HKLM: 'HKLM',
  HKEY_LOCAL_MACHINE: 'HKLM',
  HKU: 'HKU',
  HKEY_USERS: 'HKU',
  HKCU: 'HKCU',
  HKEY_CURRENT_USER: 'HKCU',
  HKCR: 'HKCR',
  HKEY_CLASSES_ROOT: 'HKCR',
  HKCC: 'HKCC',
  HKEY_CURRENT_CONFIG: 'HKCC',
};

/** Where a part of the registry is a view of another; longest first. The sensor is SYSTEM, so its HKCU is S-1-5-18. */
const views: readonly (readonly [view: readonly string[], real: readonly string[]])[] = [
  [
    ['HKLM', 'SYSTEM', 'CURRENTCONTROLSET'],
    ['HKLM', 'SYSTEM', 'ControlSet001'],
  ],
  [['HKCC'], ['HKLM', 'SYSTEM', 'ControlSet001', 'Hardware Profiles', '0001']],
  [['HKCR'], ['HKLM', 'SOFTWARE', 'Classes']],
  [['HKCU'], ['HKU', 'S-1-5-18']],
  [
    ['HKU', '.DEFAULT'],
    ['HKU', 'S-1-5-18'],
  ],
];

/** The registry of a simulated Windows; names are found without regard to case. Failures are `EndpointFailure`. */
export class Registry {
  readonly #roots = new Map<string, Key>([
    ['HKLM', newKey('HKLM')],
    ['HKU', newKey('HKU')],
  ]);

  /** `reg enum key`. */
  enumerate(path: string): { values: ListedValue[]; sub_keys: string[] } {
    const key = this.#find(parseKey(path)) ?? fail('fileNotFound');
    return {
      values: [...key.values.values()],
      sub_keys: Array.from(key.subKeys.values(), ({ name }) => name),
    };
  }

  /** `reg query value`: the key's path, `\`, the value's name (empty for the default value). */
  query(path: string): ListedValue {
    const { key, name } = this.#locateValue(path);
    return key.values.get(name.toUpperCase()) ?? fail('fileNotFound');
  }

  /** `reg create key`: the keys above it too; an existing one stays as it is, as RegCreateKeyEx has it. */
  createKey(path: string): void {
    const parts = parseKey(path);
    if (parts.length < 2) fail('invalidParameter');
    this.#make(parts, true);
  }

  /** `reg delete key`: only one without sub keys. */
  deleteKey(path: string): void {
    const parts = parseKey(path);
    const key = this.#find(parts) ?? fail('fileNotFound');
    const parent = parts.length < 2 ? undefined : this.#find(parts.slice(0, -1));
    if (parent === undefined || key.subKeys.size > 0 || key.isGuarded) fail('accessDenied');
    parent.subKeys.delete(key.name.toUpperCase());
  }

  /** `reg set value`: an existing value only with `overwrite`. */
  setValue(path: string, type: unknown, data: unknown, overwrite: boolean): void {
    const { key, name } = this.#locateValue(path);
    const value = readValue(name, type, data);
    if (key.isGuarded) fail('accessDenied');
    if (!overwrite && key.values.has(name.toUpperCase())) fail('alreadyExists');
    key.values.set(name.toUpperCase(), value);
  }

  /** `reg delete value`. */
  deleteValue(path: string): void {
    const { key, name } = this.#locateValue(path);
    if (!key.values.has(name.toUpperCase())) fail('fileNotFound');
    if (key.isGuarded) fail('accessDenied');
    key.values.delete(name.toUpperCase());
  }

  /** Puts a key with its values in place, for making the registry. */
  plant(path: string, values: readonly ListedValue[] = [], isGuarded = false): void {
    const key = this.#make(parseKey(path), false);
    key.isGuarded ||= isGuarded;
    for (const value of values) key.values.set(value.value_name.toUpperCase(), value);
  }

  // A value's name may hold backslashes: the last part is tried first, then longer names in keys further up.
  #locateValue(path: string): { key: Key; name: string } {
    const parts = path.split('\\');
    let shortest: { key: Key; name: string } | undefined;
    for (let length = parts.length - 1; length > 0; length -= 1) {
      const key = this.#find(parseKey(parts.slice(0, length).join('\\')));
      const name = parts.slice(length).join('\\');
      if (key?.values.has(name.toUpperCase())) return { key, name };
      if (key !== undefined && shortest === undefined && length === parts.length - 1)
        shortest = { key, name };
    }
    return shortest ?? fail('fileNotFound');
  }

  #find(parts: readonly string[]): Key | undefined {
    let key: Key | undefined = this.#roots.get(parts[0] ?? '');
    for (const part of parts.slice(1)) key = key?.subKeys.get(part.toUpperCase());
    return key;
  }

  #make(parts: readonly string[], byClient: boolean): Key {
    let key = this.#roots.get(parts[0] ?? '') ?? fail('fileNotFound');
    for (const part of parts.slice(1)) {
      const known = key.subKeys.get(part.toUpperCase());
      if (known === undefined && byClient && (key.isGuarded || key.name === 'HKU')) fail('accessDenied');
      const next = known ?? newKey(part);
      key.subKeys.set(part.toUpperCase(), next);
      key = next;
    }
    return key;
  }
}

function newKey(name: string): Key {
  return { name, subKeys: new Map(), values: new Map(), isGuarded: false };
}

/** Root and names, views replaced by what they show. An unknown root is an invalid parameter. */
function parseKey(path: string): string[] {
  const [root = '', ...rest] = path.split('\\').filter((part) => part !== '');
  const short = rootNames[root.toUpperCase()] ?? fail('invalidParameter');
  let parts = [short, ...rest];
  for (const [view, real] of [...views, ...views]) {
    if (view.every((name, index) => parts[index]?.toUpperCase() === name))
      parts = [...real, ...parts.slice(view.length)];
  }
  return parts;
}

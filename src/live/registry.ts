import { CbError, isCbError } from '../errors/cb-error.ts';
import { toText } from '../text/number.ts';
import { quoteWord } from '../text/quote.ts';
import { isKeyName, isOfRegistry, registryPaths, rootNamed, shortKey } from '../text/registry-path.ts';
import type { WriteOptions } from './command-options.ts';
import { type OnUnread, readRows, unreadWords } from './read-rows.ts';
import { noList, readCommand, reading, type Workplace, writing } from './workplace.ts';

/** `value_data`: number for DWORD/QWORD, string for SZ, array for MULTI_SZ, hex string for BINARY (contract). All of it hostile. */
export interface RegistryValue {
  /** `""` is the key's default value. */
  readonly name: string;
  readonly type: string;
  readonly data: unknown;
}

export interface RegistryKey {
  readonly path: string;
  readonly values: readonly RegistryValue[];
  readonly subKeys: readonly string[];
}

/** Levels of a registry tree, by Windows' own limit. */
const deepestKey = 512;

/** `HKLM\…` or `HKEY_LOCAL_MACHINE\…` with the long root in upper case; `Usage` for anything else. */
export function normaliseKey(typed: string): string {
  const [first = '', ...rest] = withoutEnd(typed).split('\\');
  const root = rootNamed(first.replace(/:$/, ''));
  if (root === undefined) {
    throw new CbError('Usage', `"${typed}" is no registry key`, {
      hint: 'begin with HKLM, HKCU, HKU, HKCR or HKCC: HKLM\\SOFTWARE',
    });
  }
  return [root, ...rest].join('\\');
}

/**
 * Without the separators it ends with: backslashes alone, as `/` is a plain character of a key's name. Not by a pattern, which takes time by
 * the square of their number.
 */
function withoutEnd(typed: string): string {
  let end = typed.length;
  while (typed[end - 1] === '\\') end -= 1;
  return typed.slice(0, end);
}

/** Of itself; in the registry, also what names a file, so that it is refused. */
function isWhole(typed: string): boolean {
  const [first = ''] = typed.split('\\', 1);
  return rootNamed(first.replace(/:$/, '')) !== undefined || !isOfRegistry(typed, true);
}

/** Key and value name of `KEY\VALUE`; a trailing separator means the default value. */
export function splitValuePath(typed: string): { readonly key: string; readonly name: string } {
  const at = typed.lastIndexOf('\\');
  if (at < 0) {
    throw new CbError('Usage', `"${typed}" names no value`, {
      hint: 'write KEY\\VALUE; KEY\\ for its default value',
    });
  }
  return { key: normaliseKey(typed.slice(0, at)), name: typed.slice(at + 1) };
}

/** Keys and values may be typed as seen from the key that the shell stands at. */
export class Registry {
  readonly #work: Workplace;
  readonly #place: { readonly key: string | undefined };

  constructor(work: Workplace, place: { readonly key: string | undefined }) {
    this.#work = work;
    this.#place = place;
  }

  /** The whole path of a key. `Unsupported` where there is no registry. */
  keyAt(typed: string): string {
    this.#mustBeThere();
    const { key } = this.#place;
    return key === undefined || isWhole(typed) ? normaliseKey(typed) : registryPaths.resolve(key, typed);
  }

  /** The whole path of a key, and the name of a value there. */
  valueAt(typed: string): { readonly key: string; readonly name: string } {
    this.#mustBeThere();
    const { key } = this.#place;
    if (key === undefined || isWhole(typed)) return splitValuePath(typed);
    const at = typed.lastIndexOf('\\') + 1;
    return { key: registryPaths.resolve(key, typed.slice(0, at)), name: typed.slice(at) };
  }

  /** A value as it is called where somebody is asked about it. */
  shownValue(typed: string): string {
    if (this.#place.key === undefined || isWhole(typed)) return typed;
    const { key, name } = this.valueAt(typed);
    return `${shortKey(key)}\\${name}`;
  }

  shownKey(typed: string): string {
    return this.#place.key === undefined || isWhole(typed) ? typed : shortKey(this.keyAt(typed));
  }

  notThere(path: string): CbError {
    const message = `${path} is not on ${this.#work.session.sensor.hostname}`;
    return new CbError('NotOnSensor', message, { hint: parentHint(path), context: { path } });
  }

  /** Other systems have none: said before anything is sent. */
  #mustBeThere(): void {
    const { paths, session } = this.#work;
    if (paths.style === 'windows') return;
    throw new CbError('Unsupported', `there is no registry on ${session.sensor.hostname}`);
  }

  /** Rows that cannot be read are noted when nobody hears of them. */
  async key(typed: string, signal: AbortSignal, onUnread: OnUnread = this.#work.note): Promise<RegistryKey> {
    const path = this.keyAt(typed);
    const ended = await this.#there(path, () =>
      readCommand(this.#work, { name: 'reg enum key', object: path }, reading(`reg query ${path}`, signal)),
    );
    const values = ended.wire['values'];
    const subKeys = ended.wire['sub_keys'];
    if (!Array.isArray(values) && !Array.isArray(subKeys))
      throw noList(`reg query ${path}`, 'values or subkeys');
    const read = {
      values: readRows(listOr(values), readValue),
      subKeys: readRows(listOr(subKeys), (name) => (typeof name === 'string' ? name : undefined)),
    };
    const unread = read.values.unread + read.subKeys.unread;
    if (unread > 0) onUnread(unreadWords(unread, path));
    return { path, values: read.values.rows, subKeys: read.subKeys.rows };
  }

  async value(typed: string, signal: AbortSignal): Promise<RegistryValue> {
    const { key, name } = this.valueAt(typed);
    const path = `${key}\\${name}`;
    const ended = await this.#thereAsValue(path, () =>
      readCommand(this.#work, { name: 'reg query value', object: path }, reading(`reg get ${path}`, signal)),
    );
    const value = readValue(ended.wire['value']);
    if (value === undefined) throw new CbError('BadReply', `reg get ${path}: the reply holds no value`);
    return value.name === '' ? { ...value, name } : value;
  }

  async createKey(typed: string, how: WriteOptions): Promise<void> {
    const path = this.keyAt(typed);
    await this.#work.runner.run({ name: 'reg create key', object: path }, writing(`reg create ${path}`, how));
  }

  async deleteKey(typed: string, how: WriteOptions): Promise<void> {
    const path = this.keyAt(typed);
    const request = { name: 'reg delete key', object: path };
    await this.#there(path, () =>
      hinted('a key with subkeys is deleted from below', () =>
        this.#work.runner.run(request, writing(`reg delete ${path}`, how)),
      ),
    );
  }

  async deleteValue(typed: string, how: WriteOptions): Promise<void> {
    const { key, name } = this.valueAt(typed);
    const path = `${key}\\${name}`;
    const request = { name: 'reg delete value', object: path };
    await this.#thereAsValue(path, () => this.#work.runner.run(request, writing(`reg delete ${path}`, how)));
  }

  async setValue(
    typed: string,
    value: { readonly type: string; readonly data: unknown; readonly overwrite: boolean },
    how: WriteOptions,
  ): Promise<void> {
    const { key, name } = this.valueAt(typed);
    const path = `${key}\\${name}`;
    const request = {
      name: 'reg set value',
      object: path,
      value_data: value.data,
      value_type: value.type,
      overwrite: value.overwrite,
    };
    const hint = value.overwrite ? undefined : 'a value that is there is replaced only with --force';
    await this.#there(
      key,
      () => hinted(hint, () => this.#work.runner.run(request, writing(`reg set ${path}`, how))),
      `reg create ${quoteWord(key)} makes it`,
    );
  }

  /** A key of that name may be there all the same. */
  #thereAsValue<T>(path: string, run: () => Promise<T>): Promise<T> {
    return this.#there(path, run, parentHint(path), `the value ${path}`);
  }

  /** Says that the key or value is not there in words; the result code alone speaks of a file. */
  async #there<T>(path: string, run: () => Promise<T>, hint = parentHint(path), name = path): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!isCbError(error, 'NotOnSensor')) throw error;
      const message = `${name} is not on ${this.#work.session.sensor.hostname}`;
      throw error.reworded({ message, hint, context: { path } });
    }
  }

  /**
   * A key and all below it, parents first. A subkey that cannot be read is told to `onError` and left out; so is one whose name would be
   * another key, and what is deeper than Windows allows: the sensor may make up either.
   */
  async *walk(
    typed: string,
    options: {
      readonly signal: AbortSignal;
      readonly onError: (path: string, error: unknown) => void;
      readonly onUnread: OnUnread;
      /** Levels below the key; as deep as keys can be when not said. */
      readonly maxDepth?: number;
    },
  ): AsyncGenerator<RegistryKey> {
    const stack: { readonly path: string; readonly depth: number }[] = [
      { path: this.keyAt(typed), depth: 0 },
    ];
    let isFirst = true;
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { path, depth } = next;
      let key: RegistryKey;
      try {
        key = await this.key(path, options.signal, options.onUnread);
      } catch (error) {
        if (isFirst || !isCbError(error, 'CommandFailed', 'NotOnSensor', 'BadReply', 'ServerError'))
          throw error;
        options.onError(path, error);
        continue;
      }
      isFirst = false;
      yield key;
      if (depth === options.maxDepth) continue;
      for (const name of [...new Set(key.subKeys)].reverse()) {
        const below = `${key.path}\\${name}`;
        if (!isKeyName(name)) options.onError(below, new CbError('CommandFailed', 'no name of a key'));
        else if (depth >= deepestKey)
          options.onError(below, new CbError('CommandFailed', 'deeper than keys can be'));
        else stack.push({ path: below, depth: depth + 1 });
      }
    }
  }
}

/** Adds to what the sensor refuses what to do about it. */
async function hinted(hint: string | undefined, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    throw isCbError(error, 'CommandFailed') ? error.reworded({ hint: error.hint ?? hint }) : error;
  }
}

/** Where a key or value that is not there is looked for. */
function parentHint(path: string): string | undefined {
  const at = path.lastIndexOf('\\');
  return at < 0 ? undefined : `reg query ${quoteWord(path.slice(0, at))} shows what is there`;
}

/** What is in place of a list, but for nothing, is one row that cannot be read. */
function listOr(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [undefined];
}

function readValue(wire: unknown): RegistryValue | undefined {
  if (typeof wire !== 'object' || wire === null) return undefined;
  const value = wire as Readonly<Record<string, unknown>>;
  return {
    name: toText(value['value_name']) ?? '',
    type: toText(value['value_type']) ?? 'REG_NONE',
    data: value['value_data'] ?? null,
  };
}

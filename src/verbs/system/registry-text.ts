import { cutLines, type Mark } from '../../live/tool-script.ts';

export interface RegistryText {
  /** Every key that a query told of, in upper case, with its values. */
  readonly keys: ReadonlyMap<string, RegistryTextKey>;
  /** `absent`: the list of a key above it has no such name. */
  state(key: string): 'read' | 'absent' | 'unread';
}

export interface RegistryTextKey {
  readonly path: string;
  readonly values: readonly RegistryTextValue[];
}

export interface RegistryTextValue {
  /** Empty where name and data cannot be told apart: then all of it is in `data`. */
  readonly name: string;
  readonly data: string;
}

/** `for` over keys that are asked for; `deep` ones with all below. `root` stands in front of each: a loop variable, or nothing. */
export function registryQueries(
  mark: Mark,
  { flat, deep }: { readonly flat: readonly string[]; readonly deep: readonly string[] },
  root = '',
): string {
  const loop = (keys: readonly string[], more: string) =>
    `for %k in (${keys.map((key) => `"${key}"`).join(' ')}) do ${registryQuery(mark, `${root}%~k`, more)}`;
  return `(${loop(flat, '')})&(${loop(deep, ' /s')})`;
}

/** Whether reg.exe found the key stands behind its text: its own words are in the language of the system. */
export function registryQuery(mark: Mark, key: string, more = ''): string {
  return `(${mark.line(`key ${key}`)}&(reg.exe query "${key}"${more} 2>nul&&${mark.line('read')}||${mark.line('not read')}))`;
}

/** Undefined where a line is not what reg.exe prints. */
export function readRegistry(text: string, mark: Mark): RegistryText | undefined {
  const keys = new Map<string, { path: string; values: RegistryTextValue[] }>();
  const read = new Set<string>();
  let current: { readonly path: string; readonly text: string } | undefined;
  for (const [line, behind] of cutLines(text, mark)) {
    if (line.startsWith('key ')) {
      current = { path: fullRoot(line.slice(4)), text: behind };
      continue;
    }
    if (current === undefined || (line !== 'read' && line !== 'not read')) return undefined;
    if (line === 'read') {
      if (!readBlocks(current.text, keys)) return undefined;
      read.add(current.path.toUpperCase());
    }
    current = undefined;
  }
  if (current !== undefined) return undefined;
  return {
    keys,
    state(key) {
      const path = key.toUpperCase();
      if (read.has(path)) return 'read';
      for (let above = parentOf(path), below = path; above !== ''; below = above, above = parentOf(above)) {
        if (read.has(above)) return keys.has(below) ? 'unread' : 'absent';
      }
      return 'unread';
    },
  };
}

/** The keys that were asked for, as they stand in the text. */
export function askedKeys(text: string, mark: Mark): readonly string[] {
  return cutLines(text, mark).flatMap(([line]) => (line.startsWith('key ') ? [fullRoot(line.slice(4))] : []));
}

type Keys = Map<string, { path: string; values: RegistryTextValue[] }>;

function readBlocks(text: string, keys: Keys): boolean {
  let values: RegistryTextValue[] | undefined;
  let last: { name: string; data: string } | undefined;
  const lines = text.split('\n');
  while (lines.at(-1) === '') lines.pop();
  // `End of search: 1 match(es) found.` in the language of the system.
  if (/^\S.*\d/.test(lines.at(-1) ?? '') && !/^HKEY_/.test(lines.at(-1) ?? '') && (lines.at(-2) ?? '') === '')
    lines.pop();
  for (const [at, line] of lines.entries()) {
    if (/^HKEY_[A-Z_]+(?:\\|$)/.test(line)) {
      const key = keys.get(line.toUpperCase()) ?? { path: line, values: [] };
      keys.set(line.toUpperCase(), key);
      ({ values } = key);
      last = undefined;
      continue;
    }
    if (line === '' && (last === undefined || isEnd(lines, at))) continue;
    const value = /^(?: {4}|\t)/.test(line) ? readValue(line) : undefined;
    if (value !== undefined && values !== undefined) {
      last = value;
      values.push(value);
    } else if (last !== undefined) last.data += `\n${line}`;
    else return false;
  }
  return true;
}

/** A blank line that ends a block: behind it comes another key, or nothing. */
function isEnd(lines: readonly string[], at: number): boolean {
  const next = lines[at + 1];
  return next === undefined || next === '' || next.startsWith('HKEY_');
}

/** Four blanks between name, type and data; of the oldest systems a tab. A name that holds the like itself is not taken apart. */
function readValue(line: string): RegistryTextValue | undefined {
  const plain = line.replace(/^(?: {4}|\t)/, '');
  const parts = plain.split(/(?: {4}|\t)(?=(?:REG_[A-Z_]+(?: {4}|\t|$)|0x[\da-f]+(?: {4}|\t)))/);
  if (parts.length < 2) return undefined;
  const [name = '', rest = ''] = parts;
  if (parts.length > 2) return { name: '', data: plain };
  return { name, data: rest.replace(/^\S+(?: {4}|\t|$)/, '') };
}

const roots: Readonly<Record<string, string>> = { HKLM: 'HKEY_LOCAL_MACHINE', HKU: 'HKEY_USERS' };

function fullRoot(key: string): string {
  const [root = '', ...rest] = key.split('\\');
  return [roots[root.toUpperCase()] ?? root, ...rest].join('\\');
}

function parentOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('\\')));
}

import { unsafeCharacters } from './escape.ts';
import { onNeed } from './on-need.ts';
import { isDeviceName } from './windows-name.ts';

/** File systems take 255 bytes; the rest is room for `.part` and what lies beside it. */
const maxBytes = 240;
/** The list of what was fetched into its folder, and by whom. */
export const manifestName = 'manifest.ndjson';

/** A longer "extension" is just a name with a dot in it. */
const maxExtensionBytes = 20;

const forbidden = onNeed(String.raw`[${unsafeCharacters}/\\:*?"<>|]`, 'gu');

/**
 * A file name for what a sensor calls `remoteName`: one path component that any system of the analyst takes and that stays inside the
 * folder it is joined to. `taken` holds names in use; a name equal to one of them but for case gets ` (2)`. Stable: a safe name stays.
 */
export function safeLocalName(remoteName: string, taken?: ReadonlySet<string>): string {
  const name = clean(remoteName);
  if (taken === undefined || taken.size === 0) return name;
  const keys = new Set([...taken].map(keyOf));
  return firstFree(name, keys, 2).name;
}

/**
 * The same for a name that nobody typed and that lands in a folder of the person's: none that shells and logins read without being asked
 * (`.bash_profile`), that a command takes for an option, or that is somebody's home.
 */
export function unaskedLocalName(remoteName: string): string {
  return shown(clean(remoteName));
}

function shown(name: string): string {
  return /^[.~-]/.test(name) ? shorten(`_${name}`, '') : name;
}

/**
 * Gives names one after the other, each different from those before, and from the names of partial files; for a whole folder, where a
 * set would be read every time.
 */
export interface LocalNames {
  take(remoteName: string): string;
}

export function makeLocalNames(
  inUse: Iterable<string> = [],
  options: { readonly unasked?: boolean } = {},
): LocalNames {
  const keys = new Set([...inUse].map(keyOf));
  const next = new Map<string, number>();
  return {
    take(remoteName) {
      // `a.part` and its note are ours while `a` is fetched.
      const safe = clean(remoteName).replace(/\.part(?:\.json|\.lock)?$/i, '$&_');
      const wanted = options.unasked ? shown(safe) : safe;
      const { name, number } = firstFree(wanted, keys, next.get(keyOf(wanted)) ?? 2);
      keys.add(keyOf(name));
      next.set(keyOf(wanted), number);
      return name;
    },
  };
}

/** File systems take so many bytes in a name. */
const mostBytes = 255;
const longestEnding = '.part.json'.length;

/**
 * What a file is called until it is whole: `NAME.part`. One whose name leaves no room for that gets a shorter one, always the same, with a
 * checksum of the whole name in it.
 */
export function partName(name: string): string {
  if (byteLength(name) + longestEnding <= mostBytes) return `${name}.part`;
  let sum = 0x811c9dc5;
  for (const byte of Buffer.from(name)) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return `${cutBytes(name, mostBytes - longestEnding - 9)}~${sum.toString(16).padStart(8, '0')}.part`;
}

/** True where a file system may take the name for that of a manifest. */
export function isManifestName(name: string): boolean {
  return keyOf(name) === manifestName;
}

function clean(remoteName: string): string {
  const name = tidy(ends(remoteName).replace(forbidden(), '_')) || '_';
  if (isManifestName(name)) return `_${name}`;
  return shorten(isDeviceName(name) ? `_${name}` : name, '');
}

/** A name of megabytes shall not cost seconds: its two ends are enough to cut it to size. */
function ends(name: string): string {
  return name.length <= 4096 ? name : name.slice(0, 2048) + name.slice(-2048);
}

/** Neither blanks in front, nor blanks and dots behind, which Windows drops; so `.` and `..` become nothing. */
function tidy(name: string): string {
  let end = name.length;
  while (end > 0 && /[\s.]/.test(name[end - 1] ?? '')) end -= 1;
  return name.slice(0, end).trimStart();
}

/** The name with `suffix` before its extension, the stem cut so that all of it has room. */
function shorten(name: string, suffix: string): string {
  if (suffix === '' && byteLength(name) <= maxBytes) return name;
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > 0 && byteLength(name.slice(dot)) <= maxExtensionBytes;
  const extension = hasExtension ? name.slice(dot) : '';
  const stem = hasExtension ? name.slice(0, dot) : name;
  return tidy(cutBytes(stem, maxBytes - byteLength(extension) - byteLength(suffix)) + suffix + extension);
}

function firstFree(
  wanted: string,
  keys: ReadonlySet<string>,
  from: number,
): { name: string; number: number } {
  let name = wanted;
  let number = from;
  while (keys.has(keyOf(name))) name = shorten(wanted, ` (${number++})`);
  return { name, number };
}

/** What two names have in common on a file system that ignores case and the composition of letters. */
function keyOf(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase();
}

function cutBytes(text: string, limit: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += byteLength(character);
    if (used > limit) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

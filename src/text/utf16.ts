/** What UTF-16 is called where bytes say so. */
export type Utf16 = 'utf-16le' | 'utf-16be';

const looked = 8192;
/** Of the units of two bytes, how many must look like letters of the scripts below U+0900. */
const most = 0.6;
/** And how many may hold a zero byte where those have none. */
const few = 0.05;

/** The first character of a file that says how it is written. */
export function byteOrderMark(bytes: Uint8Array): Utf16 | 'utf-8' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined;
}

/** Of a text that somebody saved: UTF-8, or UTF-16 where a mark says so, as Notepad and PowerShell write it; the mark is no part of it. */
export function savedTextDecoder(begin: Uint8Array, options?: { readonly fatal: boolean }) {
  return new TextDecoder(byteOrderMark(begin) ?? 'utf-8', options);
}

/** A whole one. */
export function decodeSavedText(bytes: Uint8Array, options?: { readonly fatal: boolean }): string {
  return savedTextDecoder(bytes, options).decode(bytes);
}

/**
 * UTF-16 without a byte order mark, as `wsl -l`, `cmd /u` and others write it: zero bytes at every other place, or other control characters
 * that no text of single bytes holds, as most of Latin, Greek, Cyrillic, Hebrew and Arabic lies below U+0900. Two characters are the least.
 */
export function unmarkedUtf16(bytes: Uint8Array): Utf16 | undefined {
  const units = Math.min(bytes.length, looked) >> 1;
  if (units < 2) return undefined;
  const zeros = [0, 0] as [number, number];
  const low = [0, 0] as [number, number];
  for (let at = 0; at < units * 2; at += 1) {
    const byte = bytes[at] ?? 0;
    const place = at % 2 === 0 ? 0 : 1;
    if (byte === 0) zeros[place] += 1;
    if (byte <= 0x08) low[place] += 1;
  }
  const isWide = (high: 0 | 1): boolean =>
    zeros[high] > 0 && low[high] >= units * most && zeros[high === 0 ? 1 : 0] <= units * few;
  if (isWide(1)) return 'utf-16le';
  return isWide(0) ? 'utf-16be' : undefined;
}

import { hash } from 'node:crypto';
import { escapeJson } from '../text/escape.ts';
import { formatVersion } from './events.ts';

/** Where a chain ends: how many lines it has, and the SHA-256 of the last one. */
export interface Head {
  readonly n: number;
  readonly sha256: string;
}

/** In front of the first line. */
export const origin: Head = { n: 0, sha256: '0'.repeat(64) };

/** Of one text, in characters; the exact length of a body stands in a field of its own. */
const longestText = 8 * 1024;

/** More than any line of ours has, in bytes. */
export const longestLine = 256 * 1024;

/**
 * The next line of a chain, without its line break: `prev` is the SHA-256 of the line before in its exact bytes, and `hash`, which ends the
 * line, that of all the bytes in front of it, so that a change shows in the very last one, too.
 */
export function chainLine(
  head: Head,
  atMs: number,
  kind: string,
  fields: Readonly<Record<string, unknown>>,
): { readonly line: string; readonly head: Head } {
  const n = head.n + 1;
  const cut = Object.entries(fields).map(([key, value]) => [
    key,
    typeof value === 'string' ? shortened(value, longestText) : value,
  ]);
  const at = new Date(atMs).toISOString();
  const whole = { v: formatVersion, n, at, kind, ...Object.fromEntries(cut), prev: head.sha256 };
  const body = escapeJson(JSON.stringify(whole)).slice(0, -1);
  const line = `${body},"hash":"${sha256Of(body)}"}`;
  return { line, head: { n, sha256: sha256Of(line) } };
}

export function sha256Of(bytes: string | Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** Cut to so many characters, and how many there were. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)}… (${text.length} characters)`;
}

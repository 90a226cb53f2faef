import type { SentObject } from '../text/sent-object.ts';
import { behindBlanks, comma } from './json-bytes.ts';
import { ObjectCutter } from './object-cutter.ts';

/** A JSON object with one of its lists cut out. Where `rest` and every item are valid JSON, so was the whole. */
export interface SplitJson {
  /** The object, the list emptied. */
  readonly rest: Uint8Array;
  readonly items: SplitItems;
}

export interface SplitItems {
  readonly length: number;
  text(index: number): string;
  /** The same, where it is an object that needs no parse. */
  sent(index: number): SentObject | undefined;
}

// Of what stands before the list only how deep it is must be known: it is parsed with the rest.
const anyString = String.raw`"[^"\\]*(?:\\[^][^"\\]*)*"`;
const within = String.raw`[^\[\]{}"]*(?:${anyString}[^\[\]{}"]*)*`;
const anyMember = String.raw`\s*${anyString}\s*:(?:\s*\[${within}\]|\s*\{${within}\}|\s*${anyString}|[^\[\]{}",]*)\s*`;
const lead = (name: string) => new RegExp(String.raw`^\s*\{(?:${anyMember},)*?\s*"${name}"\s*:\s*\[`);
/** More than any server sends before its list. */
const longestLead = 64 * 1024;

const closeArray = 0x5d;

/**
 * Finds the items of the list `name` at the top of an object (UTF-8): a page of a thousand documents needs never be in memory as text and
 * objects at once. Undefined where there is no such list, or anything around it is unusual: then the whole must be parsed. The bytes may
 * change, and mean the same afterwards.
 * @throws SyntaxError for an item that is too deep.
 */
export function splitJson(bytes: Uint8Array, name: string): SplitJson | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = lead(name).exec(buffer.toString('latin1', 0, longestLead))?.[0];
  if (head === undefined) return undefined;
  const items = new ObjectCutter(buffer);
  let at = behindBlanks(bytes, head.length);
  while (bytes[at] !== closeArray || items.length > 0) {
    at = behindBlanks(bytes, items.cut(at));
    if (bytes[at] === closeArray) break;
    if (bytes[at] !== comma) return undefined;
    at = behindBlanks(bytes, at + 1);
  }
  const tail = buffer.toString('latin1', at);
  if (tail.includes(`"${name}"`) || !tail.trimEnd().endsWith('}')) return undefined;
  return { rest: Buffer.concat([buffer.subarray(0, head.length), buffer.subarray(at)]), items };
}

import { parseExactly } from '../text/exact-json.ts';

export const blank = 0x20;
export const quote = 0x22;
export const closeArray = 0x5d;
export const closeObject = 0x7d;

/** In place of an end: that takes a parser. */
export const undecided = -1;

/** JSON as we write it; undefined for what is none. */
export function rewritten(text: string): string | undefined {
  try {
    return JSON.stringify(parseExactly(text));
  } catch {
    return undefined;
  }
}

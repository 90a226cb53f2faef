import { parseExactly } from './exact-json.ts';

export const blank = 0x20;
export const quote = 0x22;
export const closeArray = 0x5d;
export const closeObject = 0x7d;

/** In place of an end: that takes a parser. */
export const undecided = -1;

/** JSON as we write it; undefined for what is none, or would mean something else then. */
export function rewritten(text: string): string | undefined {
  try {
    const written = JSON.stringify(parseExactly(text));
    // A number beyond all would become null.
    return nulls(written) === nulls(text) ? written : undefined;
  } catch {
    return undefined;
  }
}

function nulls(text: string): number {
  return text.split('null').length;
}

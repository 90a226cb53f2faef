/** A whole number of 16 digits or more: the first that a JavaScript number may not hold. */
const longInteger = /(?<![\d.eE+"])\d{16,}(?![\d.eE"])/;

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Levels that no reply comes near; whatever walks or writes the value again may then do so by recursion. */
export const deepestLevel = 500;

/**
 * Parses JSON; a whole number that JavaScript would round (a registry QWORD, a segment of Solr's) becomes a string of its digits.
 * @throws SyntaxError also for more than 500 levels, which are there only to exhaust the stack.
 */
export function parseExactly(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(`nested more than ${deepestLevel} deep`);
  return parseDigits(text);
}

/** `parseExactly` for text that is known not to be that deep. */
export function parseDigits(text: string): unknown {
  return longInteger.test(text)
    ? JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1])
    : JSON.parse(text);
}

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === 'number' &&
  Number.isInteger(value) &&
  !Number.isSafeInteger(value) &&
  /^-?\d+$/.test(source ?? '')
    ? source
    : value;

const quote = 0x22;
const backslash = 0x5c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** Counts brackets outside of strings: twice as fast as parsing, and without its stack. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at + 1);
    else if (code === openArray || code === openObject) depth++;
    else if (code === closeArray || code === closeObject) depth--;
    if (depth > deepestLevel) return true;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code !== quote && at < text.length; code = text.charCodeAt(at))
    at += code === backslash ? 2 : 1;
  return at;
}

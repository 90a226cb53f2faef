/** A whole number of 16 digits or more: the first that a JavaScript number may not hold. */
const longInteger = /(?<![\d.eE+"])\d{16,}(?![\d.eE"])/;
/** What may be beyond all that it holds, or so near to zero that it becomes that: by its exponent, or by its digits alone. */
const farNumber = /(?:^|[[:,\s])-?\d+(?:\.\d+)?[eE][+-]?\d{3}|\d{200}/;

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Parses JSON; a number that JavaScript would make another one of (a registry QWORD, a segment of Solr's, 1e400) becomes a string of it as it
 * was sent. What is rounded behind 16 digits stays a number.
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  return longInteger.test(text) || farNumber.test(text)
    ? JSON.parse(text, keepSent as Parameters<typeof JSON.parse>[1])
    : JSON.parse(text);
}

const keepSent: Reviver = (_key, value, { source = '' }) =>
  typeof value === 'number' && (isLong(value, source) || isFar(value, source)) ? source : value;

function isLong(value: number, source: string): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(source);
}

function isFar(value: number, source: string): boolean {
  return !Number.isFinite(value) || (value === 0 && /^-?[0.]*[1-9]/.test(source));
}

/** A whole number of 16 digits or more: the first that a JavaScript number may not hold. */
const longInteger = /(?<![\d.eE+"])\d{16,}(?![\d.eE"])/;

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Parses JSON; a whole number that JavaScript would round (a registry QWORD, a segment of Solr's) becomes a string of its digits.
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
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

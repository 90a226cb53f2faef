import { escapeAsJson } from '../../text/escape.ts';

type Plain =
  | null
  | boolean
  | number
  | string
  | ExactNumber
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** A number that JavaScript could not hold. */
class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An item of a sequence, or a document of its own, of a value that is there as JSON. Read by YAML 1.1 and 1.2 alike. */
export function yamlOf(json: string, { isItem }: { readonly isItem: boolean }): string {
  const value = parse(json);
  return isItem ? item(value, '') : document(value);
}

function parse(json: string): Plain {
  // A look at each number only where there may be a long one.
  if (!/\d{16}|\d[eE]/.test(json)) return JSON.parse(json) as Plain;
  return JSON.parse(json, keepExact as Parameters<typeof JSON.parse>[1]) as Plain;
}

function keepExact(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === 'number' && source !== undefined && String(value) !== source
    ? new ExactNumber(source)
    : value;
}

function document(value: Plain): string {
  return isMapping(value) ? members(value, '') : isSequence(value) ? items(value, '') : `${scalar(value)}\n`;
}

function item(value: Plain, indent: string): string {
  if (!isMapping(value)) return `${indent}- ${isSequence(value) ? flow(value) : scalar(value)}\n`;
  const text = members(value, `${indent}  `);
  return `${indent}- ${text.slice(indent.length + 2)}`;
}

function members(value: Readonly<Record<string, Plain>>, indent: string): string {
  let text = '';
  for (const [key, each] of Object.entries(value)) {
    const lead = `${indent}${quoted(key)}:`;
    if (isMapping(each)) text += `${lead}\n${members(each, `${indent}  `)}`;
    else if (isSequence(each)) text += `${lead}\n${items(each, `${indent}  `)}`;
    else text += `${lead} ${scalar(each)}\n`;
  }
  return text;
}

function items(value: readonly Plain[], indent: string): string {
  return value.map((each) => item(each, indent)).join('');
}

/** One that is not empty: it has lines of its own. */
function isMapping(value: Plain): value is Readonly<Record<string, Plain>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof ExactNumber) && Object.keys(value).length > 0;
}

function isSequence(value: Plain): value is readonly Plain[] {
  return Array.isArray(value) && value.length > 0;
}

/** A list in a list, on one line. */
function flow(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isMapping(value)) return typeof value === 'string' ? doubleQuoted(value) : scalar(value);
  const pairs = Object.entries(value).map(([key, each]) => `${doubleQuoted(key)}: ${flow(each)}`);
  return `{${pairs.join(', ')}}`;
}

function scalar(value: Plain): string {
  if (typeof value === 'string') return quoted(value);
  if (value instanceof ExactNumber) return numberText(value.text);
  if (typeof value === 'number') return numberText(String(value));
  return Array.isArray(value) ? '[]' : typeof value === 'object' && value !== null ? '{}' : String(value);
}

/** With a point: YAML 1.1 takes an exponent for text without one. */
function numberText(text: string): string {
  return text
    .replace(/^(-?\d+)e([+-]?)/i, (_, digits, sign) => `${digits}.0e${sign || '+'}`)
    .replace(/(\.\d+)e(?=\d)/i, '$1e+');
}

const plain = /^[A-Za-z](?:[\w.\-/\\()]| (?=\S)|:(?=[^\s:]))*$/;
const otherwise = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

function quoted(text: string): string {
  return plain.test(text) && !otherwise.test(text) ? text : doubleQuoted(text);
}

/** As JSON has it, but for characters beyond 16 bits, which YAML knows no pairs for. */
function doubleQuoted(text: string): string {
  return escapeAsJson(JSON.stringify(text)).replace(
    /\\(?:u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})|.)/gis,
    (whole, high?: string, low?: string) => {
      if (high === undefined || low === undefined) return whole;
      const point =
        String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)).codePointAt(0) ?? 0;
      return `\\U${point.toString(16).padStart(8, '0')}`;
    },
  );
}

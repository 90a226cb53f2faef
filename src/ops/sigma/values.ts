import type { Match } from './expression.ts';
import { opened, type Part, type Pattern, patternOf, plainPattern, readPattern } from './pattern.ts';

/** What a value with its modifiers means: any of some matches; or why it cannot be read. */
export type ReadValues = { readonly any: readonly Match[] } | { readonly refused: string };

/** `isBytes`: what was a text is its bytes by now, a character each. */
type Step = (patterns: readonly Pattern[], isBytes: boolean) => readonly Pattern[];

const bytes =
  (encoding: 'utf16le' | 'utf16be') =>
  (text: string): string => {
    const encoded = Buffer.from(text, 'utf16le');
    if (encoding === 'utf16be') encoded.swap16();
    return encoded.toString('latin1');
  };

/** A modifier that makes other texts of a text; nothing where it has wildcards. */
const encoding =
  (encode: (text: string, isBytes: boolean) => readonly string[]): Step =>
  (patterns, isBytes) =>
    patterns.flatMap(({ parts }) => {
      const [text = ''] = parts;
      return parts.length <= 1 && typeof text === 'string' ? encode(text, isBytes).map(plainPattern) : [];
    });

/** The bytes of a text, a character each. */
const utf8 = (text: string, isBytes: boolean): string =>
  isBytes ? text : Buffer.from(text).toString('latin1');

const wideNames: readonly string[] = ['wide', 'utf16le', 'utf16be', 'utf16'];

function base64(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64');
}

/** As it stands in base64 of a longer text, at each of the three places where it may begin. */
function base64Offsets(text: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = base64(`${' '.repeat(offset)}${text}`);
    const length = text.length + offset;
    return encoded.slice([0, 2, 3][offset], length % 3 === 0 ? undefined : [0, -3, -2][length % 3]);
  });
}

/** A dash in front of a word, and what programs take for one. */
const dashes = '-/\u2013\u2014\u2015';

const anyDash: Step = (patterns) =>
  patterns.map(({ parts, isCased }) =>
    patternOf(
      parts.flatMap((part): readonly Part[] => {
        if (typeof part !== 'string') return [part];
        return part
          .split(/((?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_]))/u)
          .map((piece, at) => (at % 2 === 1 ? { any: 'one', of: dashes } : piece));
      }),
      isCased,
    ),
  );

const each =
  (change: (pattern: Pattern) => Pattern): Step =>
  (patterns) =>
    patterns.map(change);

const steps: Readonly<Record<string, Step>> = {
  contains: each((pattern) => opened(pattern, 'both')),
  startswith: each((pattern) => opened(pattern, 'back')),
  endswith: each((pattern) => opened(pattern, 'front')),
  cased: each((pattern) => ({ ...pattern, isCased: true })),
  windash: anyDash,
  wide: encoding((text) => [bytes('utf16le')(text)]),
  utf16le: encoding((text) => [bytes('utf16le')(text)]),
  utf16be: encoding((text) => [bytes('utf16be')(text)]),
  utf16: encoding((text) => [`\u00ff\u00fe${bytes('utf16le')(text)}`]),
  base64: encoding((text, isBytes) => [base64(utf8(text, isBytes))]),
  base64offset: encoding((text, isBytes) => base64Offsets(utf8(text, isBytes))),
};

const refused: Readonly<Record<string, string>> = {
  re: 'regular expressions cannot be searched',
  exists: 'whether a field is there cannot be searched',
  expand: 'it holds a placeholder that something else has to fill',
  fieldref: 'two fields cannot be compared',
};

const numbers: Readonly<Record<string, (value: number) => Match>> = {
  gt: (value) => ({ type: 'number', low: value + 1, high: undefined }),
  gte: (value) => ({ type: 'number', low: value, high: undefined }),
  lt: (value) => ({ type: 'number', low: undefined, high: value - 1 }),
  lte: (value) => ({ type: 'number', low: undefined, high: value }),
};

/** More than a command line that anybody typed. */
const mostCharacters = 4096;

/** Reads a value of a rule with the modifiers behind its field, but for `all`. */
export function readValue(value: unknown, modifiers: readonly string[]): ReadValues {
  const known = modifiers.find((name) => refused[name] !== undefined);
  if (known !== undefined) return { refused: refused[known] ?? '' };
  if (value === null) return { refused: 'that a field is absent cannot be searched (null)' };
  if (value === '') return { refused: 'that a field is empty cannot be searched' };
  const text = String(value);
  if (text.length > mostCharacters) return { refused: `a value is longer than ${mostCharacters} characters` };
  const [first, ...more] = modifiers;
  if (first === 'cidr' && more.length === 0) return { any: [{ type: 'cidr', text }] };
  const compare = first === undefined || more.length > 0 ? undefined : numbers[first];
  if (compare !== undefined) {
    const number = Number(text);
    return Number.isSafeInteger(number)
      ? { any: [compare(number)] }
      : { refused: `"${text}" is no whole number` };
  }
  let patterns: readonly Pattern[] = [readPattern(text)];
  for (const [at, name] of modifiers.entries()) {
    const step = steps[name];
    if (step === undefined) return { refused: `the modifier "${name}" is not known here` };
    const after = step(
      patterns,
      modifiers.slice(0, at).some((each) => wideNames.includes(each)),
    );
    if (after.length === 0) return { refused: `${name} takes no wildcards` };
    patterns = after;
  }
  return { any: patterns.map((pattern) => ({ type: 'pattern', pattern })) };
}

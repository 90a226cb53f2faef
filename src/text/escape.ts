import { markLoneUnitsOfJson } from './lone-units.ts';
import { onNeed } from './on-need.ts';

/**
 * Members of a character class (flags `u` or `v`) of what must not reach a terminal raw: control and format characters (direction
 * overrides, zero-width, tags), lone surrogates, line and paragraph separators, and whatever else is invisible.
 */
export const unsafeCharacters = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}`;

// An emoji may keep its one presentation selector; any other variation selector is invisible and could hide data in a name.
const emoji = String.raw`\p{Extended_Pictographic}\uFE0F`;
// Blanks that are none of the keyboard pass for nothing at the ends of a name and in runs; between two visible characters they may stand.
const oddBlank = String.raw`\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000`;
const visible = String.raw`[[\p{L}\p{M}\p{N}\p{P}\p{S}]--["'\\\/\u2800]]`;
const deceiving = String.raw`(?<!${visible})[${oddBlank}]|[${oddBlank}](?!${visible})|(?<![\u2800-\u28FF])\u2800|\u2800(?![\u2800-\u28FF])`;
const inLine = onNeed(`${emoji}|[${unsafeCharacters}]|${deceiving}`, 'gv');
const inText = onNeed(String.raw`${emoji}|[[${unsafeCharacters}]--[\n\t]]`, 'gv');
const inJson = onNeed(String.raw`${emoji}|[[${unsafeCharacters}]--\n]`, 'gv');
const judged = onNeed(String.raw`[${oddBlank}\u2800-\u28FF\uFE0F]`, 'v');
// Letters of Latin, Cyrillic, Chinese, Japanese and Korean, none of which is unsafe or judged by its neighbours: they alone take no look at each.
const letters = String.raw`\u00C0-\u024F\u0400-\u052F\u3041-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3`;
const notPlainLine = new RegExp(String.raw`[^\x20-\x7e${letters}]`);
const notPlainText = new RegExp(String.raw`[^\x20-\x7e\n\t${letters}]`);
const notPlainJson = new RegExp(String.raw`[^\x20-\x7e\n${letters}]`);
const lastEmoji = onNeed(String.raw`\p{Extended_Pictographic}$`, 'u');

/** Of what is worked on at once: `replace` keeps every match until it is done, which takes gigabytes where there are 60 million. */
const pieceLength = 64 * 1024;

function replaced(text: string, unsafe: RegExp, write: (match: string) => string): string {
  if (text.length <= pieceLength) return text.replace(unsafe, write);
  let escaped = '';
  for (let at = 0; at < text.length; ) {
    const end = pieceEnd(text, at + pieceLength);
    escaped += text.slice(at, end).replace(unsafe, write);
    at = end;
  }
  return escaped;
}

/**
 * Not within a pair, nor beside what is judged by its neighbours: the selector of an emoji, and blanks that may deceive. A few steps are
 * enough, as of a run of blanks all are escaped.
 */
function pieceEnd(text: string, end: number): number {
  let at = end;
  while (
    at < end + 4 &&
    (/[\uD800-\uDBFF]/.test(text[at - 1] ?? '') || judged().test(text.slice(at - 1, at + 1)))
  )
    at += 1;
  return at;
}

/**
 * The text on one line: everything unsafe, line breaks and tabs too, and blanks that deceive become `\u{..}`; a backslash stays as it is.
 */
export function escapeLine(text: string): string {
  return notPlainLine.test(text) ? replaced(text, inLine(), braced) : text;
}

/** What is said beside results, in characters: a sensor's description of its failure may be megabytes. */
const longestMessage = 4000;

const longRun = /[\s\u2800\u3164]{6,}/g;

/** `escapeMessage` for a question: a run of blanks, which could push what follows to a line of its own, is counted. */
export function escapeQuestion(text: string): string {
  return escapeMessage(
    text.slice(0, 2 * longestMessage).replace(longRun, (run) => ` [${run.length} blanks] `),
  );
}

/** `escapeLine` for a message: what is longer than anyone reads is cut, and its length said. */
export function escapeMessage(text: string): string {
  const begin = text.slice(0, longestMessage);
  return text.length <= longestMessage
    ? escapeLine(begin)
    : `${escapeLine(begin)}… (${text.length} characters)`;
}

/** `escapeLine` for text of several lines: keeps `\n` and `\t`, and turns `\r\n` into `\n`. */
export function escapeText(text: string): string {
  return notPlainText.test(text) ? replaced(text.replaceAll('\r\n', '\n'), inText(), braced) : text;
}

/**
 * Makes what `JSON.stringify` wrote valid Unicode (see `lone-units`) and safe for a terminal: unsafe characters become `\uXXXX`, so it is
 * still the same JSON.
 */
export function escapeJson(json: string): string {
  return escapeAsJson(markLoneUnitsOfJson(json));
}

/** The latter alone, for what has the escapes of JSON and is none. */
export function escapeAsJson(text: string): string {
  return notPlainJson.test(text) ? replaced(text, inJson(), unicodeEscapes) : text;
}

/** `escapeText` for text that comes in pieces, which may be cut within a surrogate pair, a `\r\n` or an emoji. */
export interface TextEscaper {
  write(chunk: string): string;
  /** What was held back; call it once at the end. */
  end(): string;
}

export function makeTextEscaper(): TextEscaper {
  let held = '';
  let before = '';
  return {
    write(chunk) {
      let text = held + chunk;
      held = /[\r\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : '';
      text = text.slice(0, text.length - held.length);
      if (text === '') return '';
      // The emoji written last goes through once more, so that a selector that follows it is known to be its own.
      const escaped = escapeText(before + text).slice(before.length);
      before = lastEmoji().exec(text)?.[0] ?? '';
      return escaped;
    },
    end() {
      const rest = escapeText(held);
      held = '';
      before = '';
      return rest;
    },
  };
}

function braced(match: string): string {
  return isEmoji(match) ? match : `\\u{${(match.codePointAt(0) ?? 0).toString(16)}}`;
}

function unicodeEscapes(match: string): string {
  if (isEmoji(match)) return match;
  let escaped = '';
  for (let i = 0; i < match.length; i++) escaped += `\\u${match.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return escaped;
}

function isEmoji(match: string): boolean {
  return match.length > 1 && match.endsWith('\uFE0F');
}

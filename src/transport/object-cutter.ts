import { isUtf8 } from 'node:buffer';
import { JsonScanner } from '../text/json-scanner.ts';
import {
  byteKinds,
  doubtfulByte,
  escapeByte,
  plainByte,
  quoteByte,
  type SentObject,
  strayByte,
} from '../text/sent-object.ts';
import { parseExactly } from './exact-json.ts';
import { FormNode, mostForms, mostMembers } from './form-node.ts';

const blank = 0x20;
const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const digit0 = 0x30;
const digit9 = 0x39;
const colon = 0x3a;
const openObject = 0x7b;
const closeObject = 0x7d;
/** A whole number of so many digits is exact in JavaScript. */
const exactDigits = 15;
const undecided = -1;

/** In a page that is no UTF-8 nothing beyond ASCII is taken. */
const asciiKinds = byteKinds.map((kind, byte) => (byte < 0x80 ? kind : strayByte));
const isShortEscape = new Uint8Array(256);
for (const byte of Buffer.from('"\\bfnrt')) isShortEscape[byte] = 1;
/** By their first bytes. */
const literals = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Uint8Array.from(Buffer.from(word))]),
);
const notAscii = /[^\0-\x7f]/;
const notSafe = /[^ -~]/;

/**
 * Cuts objects out of JSON in one look at each byte. What a server writes in another way than we do - blanks, an escaped slash, 1.0 - is put
 * right in place, where it never takes more room: the bytes remain JSON of the same meaning, whatever becomes of the object.
 */
export class ObjectCutter {
  readonly #bytes: Buffer;
  readonly #isUtf8: boolean;
  readonly #kinds: Uint8Array;
  readonly #root = new FormNode('', new Uint8Array(0));
  #forms = 0;
  readonly #places = new GrowingPlaces();
  #isSafe = true;
  /** Behind what was read last, and behind what stands there now. */
  #at = 0;
  #to = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#isUtf8 = isUtf8(bytes);
    this.#kinds = this.#isUtf8 ? byteKinds : asciiKinds;
  }

  /** The place behind the object that was cut last. */
  get at(): number {
    return this.#at;
  }

  /**
   * The object that begins at `start`; undefined where it is something else, or holds what is not written in a common way.
   * @throws SyntaxError for more levels than any reply has.
   */
  cut(start: number): SentObject | undefined {
    const bytes = this.#bytes;
    const places = this.#places;
    const first = places.length;
    this.#isSafe = true;
    const form = bytes[start] === openObject ? this.#members(start + 1) : undefined;
    if (form === undefined) {
      places.length = first;
      return undefined;
    }
    return { bytes, start, end: this.#to, isSafe: this.#isSafe, form, places, first };
  }

  #members(start: number): FormNode | undefined {
    const bytes = this.#bytes;
    const places = this.#places;
    let form: FormNode | undefined = this.#root;
    let at = behindBlanks(bytes, start);
    /** Blanks that were passed over are made up for: from here on everything stands further in front. */
    let to = start;
    let isOpen = bytes[at] !== closeObject;
    while (isOpen) {
      form = this.#name(form, at);
      if (form === undefined) break;
      to = moved(bytes, at, at + form.key.length, to);
      at = behindBlanks(bytes, at + form.key.length);
      places.push(to);
      const end = this.#endOfValue(at);
      if (end !== undecided) {
        to = moved(bytes, at, end, to);
        at = end;
      } else {
        const behind = this.#rewrite(at, to);
        if (behind === undecided) {
          form = undefined;
          break;
        }
        to = this.#to;
        at = behind;
      }
      places.push(to);
      at = behindBlanks(bytes, at);
      isOpen = bytes[at] === comma;
      if (!isOpen) break;
      to = moved(bytes, at, at + 1, to);
      at = behindBlanks(bytes, at + 1);
    }
    if (form !== undefined && bytes[at] === closeObject) to = moved(bytes, at, ++at, to);
    else form = undefined;
    // What was put right leaves room.
    if (to < at) bytes.fill(blank, to, at);
    this.#at = at;
    this.#to = to;
    return form;
  }

  /** The form with the name that follows, most often that of the object before. */
  #name(form: FormNode, start: number): FormNode | undefined {
    const bytes = this.#bytes;
    const { likely } = form;
    if (likely !== undefined && begins(bytes, start, likely.key)) return likely;
    if (bytes[start] !== quote || form.size === mostMembers) return undefined;
    let at = start + 1;
    while (byteKinds[bytes[at] ?? 0] === plainByte && (bytes[at] ?? 0) < 0x80) at++;
    if (bytes[at] !== quote || bytes[at + 1] !== colon) return undefined;
    const name = bytes.toString('latin1', start + 1, at);
    const known = form.with(name);
    if (known !== undefined || this.#forms === mostForms) return known;
    this.#forms += 1;
    return form.add(name, Uint8Array.from(bytes.subarray(start, at + 2)));
  }

  /** The end of a value that is written as we write it; `undecided` where that takes a parser. */
  #endOfValue(start: number): number {
    const bytes = this.#bytes;
    const code = bytes[start] ?? 0;
    if (code === quote) return this.#endOfString(start + 1);
    if (code === minus || (code >= digit0 && code <= digit9)) return endOfNumber(bytes, start);
    const word = literals.get(code);
    return word !== undefined && begins(bytes, start, word) ? start + word.length : undecided;
  }

  #endOfString(start: number): number {
    const bytes = this.#bytes;
    const kinds = this.#kinds;
    for (let at = start; ; at++) {
      let kind = kinds[bytes[at] ?? 0];
      while (kind === plainByte) kind = kinds[bytes[++at] ?? 0];
      if (kind === quoteByte) return at + 1;
      if (kind === doubtfulByte) this.#isSafe = false;
      else if (kind !== escapeByte || isShortEscape[bytes[++at] ?? 0] !== 1) return undecided;
    }
  }

  /**
   * Writes a value as we write it, where that has room: lists and objects, and whatever is spelt in another way. Gives the place behind it
   * as it was.
   */
  #rewrite(at: number, to: number): number {
    const bytes = this.#bytes;
    const end = new JsonScanner().next(bytes, at, 0);
    const text = bytes.toString('latin1', at, end);
    // Beyond ASCII each byte is a character here, and goes back as one.
    if (text.includes('\\u') || (!this.#isUtf8 && notAscii.test(text))) return undecided;
    const written = rewritten(text);
    if (written === undefined || written.length > text.length) return undecided;
    if (notSafe.test(written)) this.#isSafe = false;
    this.#to = to + bytes.write(written, to, 'latin1');
    return end;
  }
}

function begins(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) {
    if (bytes[start + i] !== word[i]) return false;
  }
  return true;
}

/** The place behind blanks; mostly there are none. */
function behindBlanks(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) > blank ? at : behindThem(bytes, at);
}

function behindThem(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let code = bytes[at]; code === blank || code === 0x0a || code === 0x0d || code === 0x09; )
    code = bytes[++at];
  return at;
}

/** Moves bytes to the front, if there is anything to be moved; gives the place behind them. */
function moved(bytes: Uint8Array, start: number, end: number, to: number): number {
  if (to !== start) bytes.copyWithin(to, start, end);
  return to + end - start;
}

/** Of a whole number that is written as we write it. */
function endOfNumber(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === minus ? start + 1 : start;
  let at = first;
  let code = bytes[at] ?? 0;
  while (code >= digit0 && code <= digit9) code = bytes[++at] ?? 0;
  const isWhole = code === comma || code === closeObject || code === blank;
  const isAsWritten = bytes[first] === digit0 ? at === start + 1 : at > first;
  return isWhole && isAsWritten && at - first <= exactDigits ? at : undecided;
}

function rewritten(text: string): string | undefined {
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

class GrowingPlaces {
  at = new Int32Array(1024);
  length = 0;

  push(place: number): void {
    if (this.length === this.at.length) {
      const more = new Int32Array(2 * this.length);
      more.set(this.at);
      this.at = more;
    }
    this.at[this.length++] = place;
  }
}

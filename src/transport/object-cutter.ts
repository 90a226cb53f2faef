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
import { type FormNode, mostMembers, type ObjectForms } from './form-node.ts';
import { GrowingPlaces } from './growing-places.ts';
import {
  begins,
  behindBlanks,
  blank,
  closeArray,
  closeObject,
  comma,
  digit0,
  digit9,
  endOfNumber,
  minus,
  moved,
  openArray,
  quote,
  rewritten,
  undecided,
} from './json-bytes.ts';

const colon = 0x3a;
const openObject = 0x7b;
const numbersOfItem = 4;
/** A member has two places, and takes about thirty bytes. */
const bytesOfPlace = 14;
/** In place of a form. */
const uncommon = -1;

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
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Of what may be looked at. */
  #length = 0;
  #isUtf8 = true;
  #kinds = byteKinds;
  readonly #forms: ObjectForms;
  readonly #places: GrowingPlaces;
  /** Of each item where it begins and ends, where its places begin, and its form with whether it is safe. */
  readonly #items = new GrowingPlaces(4096);
  #isSafe = true;
  /** Behind what was read last, and behind what stands there now. */
  #at = 0;
  #to = 0;

  /** `expected`: about how many bytes there will be. */
  constructor(expected: number, forms: ObjectForms) {
    this.#forms = forms;
    this.#places = new GrowingPlaces(1 + Math.floor(expected / bytesOfPlace));
  }

  /** What has come so far, as it was left the last time, and more. Cut is what ends before `end`, which is its end or stands behind a brace. */
  extend(bytes: Buffer, end: number): void {
    if (this.#isUtf8 && !isUtf8(bytes.subarray(this.#length, end))) {
      this.#isUtf8 = false;
      this.#kinds = asciiKinds;
    }
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#length = end;
  }

  get length(): number {
    return this.#items.length / numbersOfItem;
  }

  /**
   * Cuts out what begins at `start`, and gives the place behind it; `undecided` for what goes on. What is no object, or holds what is not
   * written in a common way, ends where its brackets do.
   * @throws SyntaxError for more levels than any reply has.
   */
  cut(start: number): number {
    const bytes = this.#bytes;
    const places = this.#places;
    const items = this.#items;
    const first = places.length;
    this.#isSafe = true;
    const form = bytes[start] === openObject ? this.#members(start + 1) : undefined;
    if (form === undefined) {
      places.length = first;
      this.#at = this.#endOf(start);
      this.#to = this.#at;
    }
    if (this.#at >= this.#length) {
      places.length = first;
      return undecided;
    }
    items.push(start);
    items.push(this.#to);
    items.push(first);
    items.push(form === undefined ? uncommon : 2 * form.number + Number(this.#isSafe));
    return this.#at;
  }

  /** What was cut out, with blanks around it or not. */
  text(index: number): string {
    const { at } = this.#items;
    return this.#bytes.toString('utf8', at[numbersOfItem * index], at[numbersOfItem * index + 1]);
  }

  /** The same where it is an object that needs no parse. */
  sent(index: number): SentObject | undefined {
    const { at } = this.#items;
    const item = numbersOfItem * index;
    const look = at[item + 3] ?? uncommon;
    const form = this.#forms.all[look >> 1];
    if (form === undefined) return undefined;
    return {
      bytes: this.#bytes,
      start: at[item] ?? 0,
      end: at[item + 1] ?? 0,
      isSafe: look % 2 === 1,
      form,
      places: this.#places,
      first: at[item + 2] ?? 0,
    };
  }

  #members(start: number): FormNode | undefined {
    const bytes = this.#bytes;
    const view = this.#view;
    const places = this.#places.room(2 * mostMembers);
    let count = this.#places.length;
    let form: FormNode | undefined = this.#forms.root;
    let at = behindBlanks(bytes, start);
    /** Blanks that were passed over are made up for: from here on everything stands further in front. */
    let to = start;
    let isOpen = bytes[at] !== closeObject;
    while (isOpen) {
      const likely: FormNode | undefined = form.likely;
      form = likely?.standsIn(view, at) === true ? likely : this.#name(form, at);
      if (form === undefined) break;
      to = moved(bytes, at, at + form.key.length, to);
      at = behindBlanks(bytes, at + form.key.length);
      places[count++] = to;
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
      places[count++] = to;
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
    this.#places.length = count;
    this.#at = at;
    this.#to = to;
    return form;
  }

  /** The form with the name that follows, where it is not that of the object before. */
  #name(form: FormNode, start: number): FormNode | undefined {
    const bytes = this.#bytes;
    if (bytes[start] !== quote || form.size === mostMembers) return undefined;
    let at = start + 1;
    while (byteKinds[bytes[at] ?? 0] === plainByte && (bytes[at] ?? 0) < 0x80) at++;
    if (bytes[at] !== quote || bytes[at + 1] !== colon) return undefined;
    const name = bytes.toString('latin1', start + 1, at);
    return form.with(name) ?? this.#forms.add(form, name, Uint8Array.from(bytes.subarray(start, at + 2)));
  }

  /** The end of a value that is written as we write it; `undecided` where that takes a parser. */
  #endOfValue(start: number): number {
    const code = this.#bytes[start] ?? 0;
    return code === openArray ? this.#listAsIs(start + 1) : this.#endOfScalar(start, code);
  }

  #endOfScalar(start: number, code: number): number {
    const bytes = this.#bytes;
    if (code === quote) return this.#stringAsIs(start + 1);
    if (code === minus || (code >= digit0 && code <= digit9)) return endOfNumber(bytes, start);
    const word = literals.get(code);
    return word !== undefined && begins(bytes, start, word) ? start + word.length : undecided;
  }

  /** The same behind the bracket of a list of strings, numbers and the like. */
  #listAsIs(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    if (bytes[at] === closeArray) return at + 1;
    for (;;) {
      at = this.#endOfScalar(at, bytes[at] ?? 0);
      if (at === undecided) return undecided;
      const code = bytes[at++];
      if (code === closeArray) return at;
      if (code !== comma) return undecided;
    }
  }

  /** Behind a string that is written as it came; looks at each byte for what would not be, which `JsonScanner` does not. */
  #stringAsIs(start: number): number {
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
    const end = this.#endOf(at);
    if (end === this.#length) return undecided;
    const text = bytes.toString('latin1', at, end);
    // Beyond ASCII each byte is a character here, and goes back as one.
    if (text.includes('\\u') || (!this.#isUtf8 && notAscii.test(text))) return undecided;
    const written = rewritten(text);
    if (written === undefined || written.length > text.length) return undecided;
    if (notSafe.test(written)) this.#isSafe = false;
    this.#to = to + bytes.write(written, to, 'latin1');
    return end;
  }
  /** Behind what begins here, by its brackets alone. */
  #endOf(start: number): number {
    return new JsonScanner().next(this.#bytes.subarray(0, this.#length), start, 0);
  }
}

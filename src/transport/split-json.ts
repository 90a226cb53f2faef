import type { SentObject } from '../text/sent-object.ts';
import { ObjectForms } from './form-node.ts';
import { behindBlanks, closeArray, closeObject, comma, undecided } from './json-bytes.ts';
import { ObjectCutter } from './object-cutter.ts';

/** A JSON object with one of its lists cut out. Where `rest` and every item are valid JSON, so was the whole. */
export interface SplitJson {
  /** The object, the list emptied. */
  readonly rest: Buffer;
  readonly items: SplitItems;
}

export interface SplitItems {
  readonly length: number;
  text(index: number): string;
  /** The same, where it is an object that needs no parse. */
  sent(index: number): SentObject | undefined;
}

// Of what stands before the list only how deep it is must be known: it is parsed with the rest.
const anyString = String.raw`"[^"\\]*(?:\\[^][^"\\]*)*"`;
const within = String.raw`[^\[\]{}"]*(?:${anyString}[^\[\]{}"]*)*`;
const anyMember = String.raw`\s*${anyString}\s*:(?:\s*\[${within}\]|\s*\{${within}\}|\s*${anyString}|[^\[\]{}",]*)\s*`;
const lead = (name: string) => new RegExp(String.raw`^\s*\{(?:${anyMember},)*?\s*"${name}"\s*:\s*\[`);
/** More than any server sends before its list. */
const longestLead = 64 * 1024;

/**
 * Finds the items of the list `name` at the top of an object (UTF-8) while it comes: a page of a thousand documents needs never be in memory
 * as text and objects at once, and is cut up when its last piece is there. The bytes may change, and mean the same afterwards.
 */
export class ListSplitter {
  readonly name: string;
  readonly #forms: ObjectForms;
  #items: ObjectCutter | undefined;
  #leadLength = 0;
  /** Where the next item is looked for; the end of the list, where that was reached. */
  #at = 0;
  #isAtEnd = false;
  /** In less there is nothing more to be found: all looks that find nothing take no longer than the last of them. */
  #worthwhile = 0;

  /** `forms`: what its items probably look like. */
  constructor(name: string, forms = new ObjectForms()) {
    this.name = name;
    this.#forms = forms;
  }

  /** What has come so far: the bytes of the time before as they were left then, and more. */
  more(bytes: Buffer): void {
    if (bytes.length < this.#worthwhile) return;
    const before = this.#at;
    try {
      // Of what ends behind a brace nothing is taken for whole that is not, as half of a number would be.
      const length = bytes.lastIndexOf(closeObject, -2) + 1;
      this.#look(bytes, length);
    } catch {
      // That will be told of all.
      this.#worthwhile = Number.POSITIVE_INFINITY;
      return;
    }
    this.#worthwhile = this.#at > before ? 0 : 2 * bytes.length - before;
  }

  /**
   * All has come. Undefined where there is no such list, or anything around it is unusual: then the whole must be parsed.
   * @throws SyntaxError for an item that is too deep.
   */
  end(bytes: Buffer): SplitJson | undefined {
    this.#look(bytes, bytes.length);
    const items = this.#items;
    if (items === undefined || !this.#isAtEnd || bytes[this.#at] !== closeArray) return undefined;
    const tail = bytes.toString('latin1', this.#at);
    if (tail.includes(`"${this.name}"`) || !tail.trimEnd().endsWith('}')) return undefined;
    return {
      rest: Buffer.concat([bytes.subarray(0, this.#leadLength), bytes.subarray(this.#at)]),
      items,
    };
  }

  #look(bytes: Buffer, length: number): void {
    this.#items ??= this.#begin(bytes);
    const items = this.#items;
    if (items === undefined || this.#isAtEnd) return;
    // Nothing goes on over what stands in no JSON, and a look behind the last byte would make all that follow slow.
    const behind = bytes[length];
    bytes[length] = 0;
    try {
      this.#cut(items, bytes, length);
    } finally {
      if (behind !== undefined) bytes[length] = behind;
    }
  }

  #cut(items: ObjectCutter, bytes: Buffer, length: number): void {
    items.extend(bytes, length);
    while (this.#at < length) {
      const start = behindBlanks(bytes, this.#at);
      const isEmpty = bytes[start] === closeArray && items.length === 0;
      const end = isEmpty ? start : items.cut(start);
      if (end === undecided) return;
      this.#at = behindBlanks(bytes, end);
      this.#isAtEnd = bytes[this.#at] !== comma;
      if (this.#isAtEnd) return;
      this.#at++;
    }
  }

  #begin(bytes: Buffer): ObjectCutter | undefined {
    const head = lead(this.name).exec(bytes.toString('latin1', 0, longestLead))?.[0];
    if (head === undefined) return undefined;
    this.#leadLength = head.length;
    this.#at = head.length;
    return new ObjectCutter(bytes.buffer.byteLength, this.#forms);
  }
}

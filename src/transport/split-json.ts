import type { SentObject } from '../text/sent-object.ts';
import type { Gathering } from './gathered-bytes.ts';
import { closeArray, closeObject } from './json-bytes.ts';
import { ListRoom } from './list-room.ts';
import { ObjectCutter, uncommon } from './object-cutter.ts';

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
const numbersOfItem = 4;
/** More than what comes at once: a look at each piece would take as long to begin as to go through it. */
const usualLook = 64 * 1024;
/** What a server sends before its list, and more than any does. */
const leadLengths = [4 * 1024, 64 * 1024];

/**
 * Finds the items of the list `name` at the top of an object (UTF-8) while it comes: a page of a thousand documents needs never be in memory
 * as text and objects at once, and is cut up when its last piece is there. The bytes may change, and mean the same afterwards.
 */
export class ListSplitter implements Gathering {
  readonly name: string;
  readonly room: ListRoom;
  readonly #leastLook: number;
  #items: ObjectCutter | undefined;
  #leadLength = 0;
  /** Where the next item is looked for; the end of the list, where that was reached. */
  #at = 0;
  /** In less there is nothing more to be found: all looks that find nothing take no longer than the last of them. */
  #worthwhile = 0;

  /** `room`: an empty one. `leastLook`: how many bytes more there must be before they are looked at. */
  constructor(name: string, room = new ListRoom(), leastLook = usualLook) {
    this.name = name;
    this.room = room;
    this.#leastLook = leastLook;
  }

  /** All that came. */
  get bytes(): Buffer {
    return this.room.bytes;
  }

  /** What comes next. `expected`: how many bytes there will be in all, for what is known. */
  add(piece: Uint8Array, expected = 0): void {
    this.room.add(piece, expected);
    if (this.room.length < this.#worthwhile) return;
    const { bytes } = this;
    const before = this.#at;
    try {
      // Of what ends behind a brace nothing is taken for whole that is not, as half of a number would be.
      this.#look(bytes, bytes.lastIndexOf(closeObject, -2) + 1);
    } catch {
      // That will be told of all.
      this.#worthwhile = Number.POSITIVE_INFINITY;
      return;
    }
    this.#worthwhile =
      bytes.length + Math.max(this.#leastLook, this.#at > before ? 0 : bytes.length - before);
  }

  /**
   * All has come. Undefined where there is no such list, or anything around it is unusual: then the whole must be parsed.
   * @throws SyntaxError for an item that is too deep.
   */
  end(): SplitJson | undefined {
    const { bytes } = this;
    this.#look(bytes, bytes.length);
    const items = this.#items;
    if (items === undefined || !items.isAtEnd || bytes[this.#at] !== closeArray) return undefined;
    const tail = bytes.toString('latin1', this.#at);
    if (tail.includes(`"${this.name}"`) || !tail.trimEnd().endsWith('}')) return undefined;
    return {
      rest: Buffer.concat([bytes.subarray(0, this.#leadLength), bytes.subarray(this.#at)]),
      items: new CutOut(this.room),
    };
  }

  #look(bytes: Buffer, length: number): void {
    this.#items ??= this.#begin(bytes);
    const items = this.#items;
    if (items === undefined || items.isAtEnd || this.#at >= length) return;
    const { start } = this.room;
    this.#at = items.cut(start + this.#at, start + length) - start;
  }

  #begin(bytes: Buffer): ObjectCutter | undefined {
    const pattern = lead(this.name);
    for (const length of leadLengths) {
      const head = pattern.exec(bytes.toString('latin1', 0, length))?.[0];
      if (head === undefined) continue;
      this.#leadLength = head.length;
      this.#at = head.length;
      return new ObjectCutter(this.room);
    }
    return undefined;
  }
}

class CutOut implements SplitItems {
  readonly length: number;
  readonly #room: ListRoom;
  /** Not that of the room, which another reply may have by then. */
  readonly #bytes: Buffer;

  constructor(room: ListRoom) {
    this.#room = room;
    this.#bytes = room.memory;
    this.length = room.items.length / numbersOfItem;
  }

  text(index: number): string {
    const { at } = this.#room.items;
    return this.#bytes.toString('utf8', at[numbersOfItem * index], at[numbersOfItem * index + 1]);
  }

  sent(index: number): SentObject | undefined {
    const { items, places, forms } = this.#room;
    const { at } = items;
    const item = numbersOfItem * index;
    const look = at[item + 3] ?? uncommon;
    const form = forms[look >> 1];
    if (form === undefined) return undefined;
    return {
      bytes: this.#bytes,
      start: at[item] ?? 0,
      end: at[item + 1] ?? 0,
      isSafe: look % 2 === 1,
      form,
      places,
      first: at[item + 2] ?? 0,
    };
  }
}

import type { ObjectForm, SentObject } from '../text/sent-object.ts';

/** Looks at slots one behind the other, whatever keys somebody has made up. */
const mostLooks = 32;
const numbersOfSlot = 3;
const leastSlots = 1024;

/**
 * What tells the documents of a page apart, and those of the page before: the JSON of a value. Strings of 150,000 of them, and sets of those, took
 * a tenth of the time of a search.
 */
export class PageKeys {
  #before = new KeyTable();
  #now = new KeyTable();
  #form: ObjectForm | undefined;
  #place: number | undefined;

  /** What was added is the page before now; so many come. */
  turn(count: number): void {
    [this.#before, this.#now] = [this.#now, this.#before];
    this.#now.begin(count);
  }

  /** Adds one of this page. Whether the page before had it. */
  add(value: unknown): boolean {
    if (value === undefined) return false;
    const bytes = Buffer.from(JSON.stringify(value));
    return this.#add(bytes, 0, bytes.length);
  }

  /** The same with the member of that name. */
  addMember({ bytes, form, places: { at }, first }: SentObject, name: string): boolean {
    if (form !== this.#form) {
      this.#form = form;
      this.#place = form.indexOf(name);
    }
    if (this.#place === undefined) return false;
    const start = first + 2 * this.#place;
    return this.#add(bytes, at[start] ?? 0, at[start + 1] ?? 0);
  }

  #add(bytes: Uint8Array, start: number, end: number): boolean {
    // Every other byte: who makes up keys that are alike in those has them compared.
    let hash = 0;
    for (let at = start + 1; at < end; at += 2) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    this.#now.add(bytes, start, end, hash);
    return this.#before.has(bytes, start, end, hash);
  }
}

/** A set of keys that makes no object of one. */
class KeyTable {
  /** Of each key its hash, and where it begins and ends; a free one ends at 0. */
  #slots = new Int32Array(numbersOfSlot * leastSlots);
  #keys = new Uint8Array(64 * leastSlots);
  #length = 0;
  /** Those for which there was no slot where they are looked for. */
  readonly #others = new Set<string>();

  begin(count: number): void {
    const slots = numbersOfSlot * Math.max(leastSlots, 2 ** Math.ceil(Math.log2(2 * count)));
    if (slots > this.#slots.length) this.#slots = new Int32Array(slots);
    else this.#slots.fill(0);
    this.#length = 0;
    this.#others.clear();
  }

  has(bytes: Uint8Array, start: number, end: number, hash: number): boolean {
    const slot = this.#find(bytes, start, end, hash);
    if (slot === undefined) return this.#others.size > 0 && this.#others.has(textOf(bytes, start, end));
    return this.#slots[slot + 2] !== 0;
  }

  add(bytes: Uint8Array, start: number, end: number, hash: number): void {
    const slot = this.#find(bytes, start, end, hash);
    if (slot === undefined) this.#others.add(textOf(bytes, start, end));
    else if (this.#slots[slot + 2] === 0) {
      this.#slots[slot] = hash;
      this.#slots[slot + 1] = this.#length;
      this.#keep(bytes, start, end);
      this.#slots[slot + 2] = this.#length;
    }
  }

  /** Where the key is, or would be. */
  #find(bytes: Uint8Array, start: number, end: number, hash: number): number | undefined {
    const slots = this.#slots;
    const mask = slots.length / numbersOfSlot - 1;
    // The upper bits have seen all of the key.
    const first = (hash ^ (hash >>> 15)) & mask;
    for (let look = 0; look < mostLooks; look++) {
      const slot = numbersOfSlot * ((first + look) & mask);
      if (slots[slot + 2] === 0) return slot;
      if (slots[slot] === hash && this.#isAt(slot, bytes, start, end)) return slot;
    }
    return undefined;
  }

  #isAt(slot: number, bytes: Uint8Array, start: number, end: number): boolean {
    const keys = this.#keys;
    const from = this.#slots[slot + 1] ?? 0;
    if ((this.#slots[slot + 2] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at++) {
      if (keys[from + at - start] !== bytes[at]) return false;
    }
    return true;
  }

  #keep(bytes: Uint8Array, start: number, end: number): void {
    const wanted = this.#length + end - start;
    if (wanted > this.#keys.length) {
      const larger = new Uint8Array(2 * wanted);
      larger.set(this.#keys);
      this.#keys = larger;
    }
    const keys = this.#keys;
    let to = this.#length;
    for (let at = start; at < end; at++) keys[to++] = bytes[at] ?? 0;
    this.#length = to;
  }
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

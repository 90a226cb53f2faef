import { byteKinds, plainByte, strayByte } from '../text/sent-object.ts';
import { FormNode } from './form-node.ts';
import { GrowingPlaces } from './growing-places.ts';
import { cutterModule } from './made/cutter-module.ts';

/** What src/wasm/cutter shares: where things lie in its memory, and what both sides change. */
type Shared =
  | 'kindsAt'
  | 'halvesAt'
  | 'escapesAt'
  | 'formsAt'
  | 'formSize'
  | 'mostForms'
  | 'namesAt'
  | 'namesEnd'
  | 'placesAt'
  | 'itemsAt'
  | 'bytesAt'
  | 'margin'
  | 'at'
  | 'to'
  | 'itemAt'
  | 'form'
  | 'isSafe'
  | 'place'
  | 'firstPlace'
  | 'item'
  | 'placesBefore'
  | 'encoding';

export type Cutter = Readonly<Record<Shared, WebAssembly.Global>> & {
  cutOn(from: number, end: number): number;
  addItem(look: number): void;
};

const pageBytes = 64 * 1024;
/** A larger one is not kept for the next reply. */
const mostKept = 4 * 1024 * 1024;

let compiled: WebAssembly.Module | undefined;

/** Where one list at a time is received and cut up: the memory of a cutter, with the forms that the objects in it had so far. */
export class ListRoom {
  readonly cutter: Cutter;
  /** All of the memory. Another one when there is more, and after `clear`: then whoever holds it finds nothing. */
  memory: Buffer;
  /** Behind the last byte that came. */
  end = 0;
  /** Of each item where it begins and ends, the number of its first place, and twice the number of its form with whether it is safe, or -1. */
  readonly items = new GrowingPlaces();
  readonly places = new GrowingPlaces();
  readonly forms = [new FormNode(0)];
  readonly #memory = new WebAssembly.Memory({ initial: 8 });
  #namesEnd: number;

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(cutterModule, 'base64'));
    this.cutter = new WebAssembly.Instance(compiled, { env: { memory: this.#memory } }).exports as Cutter;
    this.memory = Buffer.from(this.#memory.buffer);
    this.#namesEnd = this.cutter.namesAt.value;
    writeTables(this.memory, this.cutter);
    this.#begin();
  }

  /** Of what came. */
  get start(): number {
    return this.cutter.bytesAt.value;
  }

  get length(): number {
    return this.end - this.start;
  }

  get bytes(): Buffer {
    return this.memory.subarray(this.start, this.end);
  }

  /** `expected`: how many bytes there will be in all, for what is known. */
  add(piece: Uint8Array, expected: number): void {
    const behind = this.end + piece.byteLength;
    if (behind + this.cutter.margin.value > this.memory.byteLength)
      this.#grow(Math.max(behind, this.start + expected));
    this.memory.set(piece, this.end);
    this.end = behind;
  }

  /** Nothing is in it any more. False where it should not serve again. */
  clear(): boolean {
    this.#memory.grow(0);
    this.memory = Buffer.from(this.#memory.buffer);
    this.#begin();
    return this.memory.byteLength <= mostKept && !this.#isFull();
  }

  /** Takes over what the cutter has found. */
  collect(): void {
    const { cutter, memory } = this;
    const taken = ({ value: from }: WebAssembly.Global, { value: to }: WebAssembly.Global) =>
      new Int32Array(memory.buffer, from, (to - from) / 4);
    this.items.append(taken(cutter.itemsAt, cutter.item));
    this.places.append(taken(cutter.placesAt, cutter.place));
    this.#emptyTables();
  }

  /** The form that the cutter is at. */
  get form(): FormNode | undefined {
    const { form, formsAt, formSize } = this.cutter;
    return this.forms[(form.value - formsAt.value) / formSize.value];
  }

  /** Goes on to the form with one more name, which stands in the memory with its quotes and colon. False where that is no form. */
  addName(start: number, end: number): boolean {
    const before = this.form;
    const name = this.memory.toString('latin1', start + 1, end - 2);
    const known = before?.with(name);
    const form = known ?? (this.#isFull(end - start) ? undefined : before?.add(this.forms.length, name));
    if (form === undefined) return false;
    const { cutter, memory } = this;
    const at = cutter.formsAt.value + cutter.formSize.value * form.number;
    if (known === undefined) {
      this.forms.push(form);
      memory.copy(memory, this.#namesEnd, start, end);
      memory.writeUInt32LE(this.#namesEnd, at);
      memory.writeUInt32LE(end - start, at + 4);
      this.#namesEnd += end - start;
    }
    memory.writeUInt32LE(at, cutter.form.value + 8);
    cutter.form.value = at;
    return true;
  }

  #begin(): void {
    this.end = this.start;
    this.items.length = 0;
    this.places.length = 0;
    this.cutter.encoding.value = 0;
    this.#emptyTables();
  }

  #emptyTables(): void {
    const { item, itemsAt, place, placesAt, placesBefore } = this.cutter;
    item.value = itemsAt.value;
    place.value = placesAt.value;
    placesBefore.value = this.places.length;
  }

  /** What is compared with a name may go on behind it. */
  #isFull(more = 0): boolean {
    const { mostForms, namesEnd, margin } = this.cutter;
    return this.forms.length >= mostForms.value || this.#namesEnd + more + margin.value > namesEnd.value;
  }

  #grow(wanted: number): void {
    const missing = wanted + this.cutter.margin.value - this.memory.byteLength;
    // A piece at a time would be as many views.
    this.#memory.grow(Math.ceil(Math.max(missing, this.memory.byteLength / 4) / pageBytes));
    this.memory = Buffer.from(this.#memory.buffer);
  }
}

function writeTables(memory: Buffer, { kindsAt, halvesAt, escapesAt }: Cutter): void {
  // In a page that is no UTF-8 nothing beyond ASCII is taken.
  const asciiKinds = byteKinds.map((kind, byte) => (byte < 0x80 ? kind : strayByte));
  for (const [index, kinds] of [byteKinds, asciiKinds].entries()) {
    memory.set(kinds, kindsAt.value + 256 * index);
    memory.set(halvesOf(kinds), halvesAt.value + 32 * index);
  }
  for (const byte of Buffer.from('"\\bfnrt')) memory[escapesAt.value + byte] = 1;
}

/**
 * Two tables of 16, by the upper and the lower half of a byte: they have a bit in common where the byte is not plain.
 * @throws where the kinds are too many for eight bits.
 */
function halvesOf(kinds: Uint8Array): Uint8Array {
  const tables = new Uint8Array(32);
  const bits = new Map<string, number>();
  for (let upper = 0; upper < 16; upper++) {
    const special = Array.from(kinds.subarray(16 * upper, 16 * upper + 16)).flatMap((kind, lower) =>
      kind === plainByte ? [] : [lower],
    );
    if (special.length === 0) continue;
    const key = String(special);
    const bit = bits.get(key) ?? 1 << bits.size;
    if (bit > 0x80) throw new Error('more kinds of bytes than one look tells apart');
    bits.set(key, bit);
    tables[upper] = bit;
    for (const lower of special) tables[16 + lower] = (tables[16 + lower] ?? 0) | bit;
  }
  return tables;
}

import { isUtf8 } from 'node:buffer';
import { JsonScanner } from '../text/json-scanner.ts';
import { byteKinds, plainByte } from '../text/sent-object.ts';
import { blank, closeArray, quote, rewritten, undecided } from './json-bytes.ts';
import type { ListRoom } from './list-room.ts';

const colon = 0x3a;
/** In place of what an item is. */
export const uncommon = -1;

// What the cutter is told, and
const atItem = 0;
const atName = 1;
const behindValue = 2;
const behindItem = 3;

// what it answers (src/wasm/cutter).
const ended = 0;
const unknownName = 1;
const unclearValue = 2;
const unclearItem = 3;
const unfinished = 4;

const notAscii = /[^\0-\x7f]/;
const notSafe = /[^ -~]/;

/**
 * Cuts objects out of JSON in one look at each byte. What a server writes in another way than we do - blanks, an escaped slash, 1.0 - is put
 * right in place, where it never takes more room: the bytes remain JSON of the same meaning, whatever becomes of the object.
 */
export class ObjectCutter {
  /** There is no comma behind the last one. */
  isAtEnd = false;
  readonly #room: ListRoom;
  /** Behind what was found to be UTF-8 or not. */
  #seen = 0;
  /** Of what may be looked at. */
  #end = 0;

  constructor(room: ListRoom) {
    this.#room = room;
    this.#seen = room.start;
  }

  /**
   * Cuts out what begins at `start` and ends before `end`, which is the end of all or stands behind a brace; gives the place behind the comma of
   * the last, or of what is no comma. What is no object, or holds what is not written in a common way, ends where its brackets do.
   * @throws SyntaxError for more levels than any reply has.
   */
  cut(start: number, end: number): number {
    const { cutter, memory } = this.#room;
    this.#end = end;
    this.#learnEncoding(end);
    // Nothing goes on over what stands in no JSON, and a look behind the last byte would make all that follow slow.
    const behind = memory[end] ?? 0;
    memory[end] = 0;
    try {
      cutter.at.value = start;
      this.isAtEnd = this.#run(cutter.cutOn(atItem, end)) === ended || this.#isEmpty();
    } finally {
      memory[end] = behind;
      this.#room.collect();
    }
    return cutter.at.value;
  }

  /** Does what the cutter cannot, until it has ended. */
  #run(first: number): number {
    const { cutter } = this.#room;
    let answer = first;
    while (answer !== ended && answer !== unfinished) {
      const from = this.#decide(answer);
      answer = from === undecided ? unfinished : cutter.cutOn(from, this.#end);
    }
    return answer;
  }

  /** What the cutter is told to go on from; `undecided` where more bytes are wanted. */
  #decide(answer: number): number {
    if (answer === unknownName && this.#name()) return atName;
    if (answer === unclearValue && this.#rewrite()) return behindValue;
    if (answer === unknownName || answer === unclearValue || answer === unclearItem) return this.#passOver();
    this.#room.collect();
    return atItem;
  }

  #learnEncoding(end: number): void {
    const { cutter, memory } = this.#room;
    if (cutter.encoding.value === 0 && !isUtf8(memory.subarray(this.#seen, end))) cutter.encoding.value = 1;
    this.#seen = end;
  }

  /** Whether the name that follows makes a form, where it is not that of the object before. */
  #name(): boolean {
    const { cutter, memory } = this.#room;
    const start = cutter.at.value;
    if (memory[start] !== quote) return false;
    let end = start + 1;
    while (byteKinds[memory[end] ?? 0] === plainByte && (memory[end] ?? 0) < 0x80) end++;
    return memory[end] === quote && memory[end + 1] === colon && this.#room.addName(start, end + 2);
  }

  /** Writes a value as we write it, where that has room: lists and objects, and whatever is spelt in another way. */
  #rewrite(): boolean {
    const { cutter, memory } = this.#room;
    const start = cutter.at.value;
    const end = this.#endOf(start);
    if (end >= this.#end) return false;
    const text = memory.toString('latin1', start, end);
    // Beyond ASCII each byte is a character here, and goes back as one.
    if (text.includes('\\u') || (cutter.encoding.value === 1 && notAscii.test(text))) return false;
    const written = rewritten(text);
    if (written === undefined || written.length > text.length) return false;
    if (notSafe.test(written)) cutter.isSafe.value = 0;
    const to = cutter.to.value;
    cutter.to.value = to + memory.write(written, to, 'latin1');
    cutter.at.value = end;
    return true;
  }

  /** Whether the list ends before its first item. */
  #isEmpty(): boolean {
    const { cutter, items, memory } = this.#room;
    const hasItems = items.length > 0 || cutter.item.value > cutter.itemsAt.value;
    return !hasItems && memory[cutter.itemAt.value] === closeArray;
  }

  /** Leaves the item to a parser. */
  #passOver(): number {
    const { cutter, memory } = this.#room;
    if (this.#isEmpty()) return undecided;
    // What was put right leaves room.
    memory.fill(blank, cutter.to.value, cutter.at.value);
    cutter.place.value = cutter.firstPlace.value;
    const start = cutter.itemAt.value;
    const end = this.#endOf(start);
    const isWhole = end < this.#end;
    cutter.at.value = isWhole ? end : start;
    if (!isWhole) return undecided;
    cutter.to.value = end;
    cutter.addItem(uncommon);
    return behindItem;
  }

  /** Behind what begins here, by its brackets alone. */
  #endOf(start: number): number {
    return new JsonScanner().next(this.#room.memory.subarray(0, this.#end), start, 0);
  }
}

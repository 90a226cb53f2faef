import type { Column } from '../spec/result.ts';
import { byteKinds, escapeByte, type ObjectForm, plainByte, type SentObject } from '../text/sent-object.ts';
import type { ByteRoom } from './byte-room.ts';
import { csvCell, tsvCell } from './delimited.ts';
import { exactTime, upperHex } from './exact-bytes.ts';

const tab = 0x09;
const newline = 0x0a;
const blank = 0x20;
const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const firstOfNull = 0x6e;
const md5Length = 32;

/** First bytes behind which a spreadsheet may take a text for a formula. */
const formula: ReadonlySet<number | undefined> = new Set(Buffer.from('=+-@'));
const brackets: ReadonlySet<number | undefined> = new Set(Buffer.from('[{'));

/** In place of a member: the column makes its cell itself, or it is blank. */
const itself = -1;
const absent = -2;

/** Lines of tsv and csv by the bytes that came: the same that `tsvRow` and `csvRow` make of what those mean. */
export class SentCells<T> {
  readonly #columns: readonly Column<T>[];
  readonly #isCsv: boolean;
  readonly #room: ByteRoom;
  readonly #members = new WeakMap<ObjectForm, Int32Array>();

  constructor(columns: readonly Column<T>[], mode: 'tsv' | 'csv', room: ByteRoom) {
    this.#columns = columns;
    this.#isCsv = mode === 'csv';
    this.#room = room;
  }

  add(row: T, sent: SentObject): void {
    const room = this.#room;
    const members = this.#membersOf(sent.form);
    const separator = this.#isCsv ? comma : tab;
    const { first } = sent;
    const { at } = sent.places;
    for (let i = 0; i < members.length; i++) {
      if (i > 0) room.addByte(separator);
      const member = members[i] ?? absent;
      if (member === absent) continue;
      const column = this.#columns[i];
      if (column === undefined) continue;
      const place = first + 2 * member;
      if (member !== itself && this.#value(sent.bytes, at[place] ?? 0, at[place + 1] ?? 0, column)) continue;
      room.add(this.#isCsv ? csvCell(column, row) : tsvCell(column, row));
    }
    room.addByte(newline);
  }

  #membersOf(form: ObjectForm): Int32Array {
    const known = this.#members.get(form);
    if (known !== undefined) return known;
    const members = Int32Array.from(this.#columns, ({ member, plain, isWord }) =>
      member === undefined || plain !== undefined || isWord === true
        ? itself
        : (form.indexOf(member) ?? absent),
    );
    this.#members.set(form, members);
    return members;
  }

  /** False, and nothing added, where it takes a closer look. */
  #value(bytes: Buffer, start: number, end: number, { as }: Column<T>): boolean {
    const room = this.#room;
    const first = bytes[start];
    if (first === firstOfNull) return true;
    if (brackets.has(first)) return false;
    if (first === quote) {
      switch (as) {
        case undefined:
        case 'text':
        case 'bytes':
        case 'durationSec':
          return this.#text(bytes, start + 1, end - 1);
        case 'iso':
          return exactTime(bytes, start + 1, end - 1, room);
        case 'md5':
          return end - start - 2 === md5Length && upperHex(bytes, start + 1, end - 1, room);
        default:
          return false;
      }
    }
    if (as !== undefined && as !== 'bytes') return false;
    room.copy(bytes, start, end);
    return true;
  }

  #text(bytes: Buffer, start: number, end: number): boolean {
    const room = this.#room;
    room.ensure(2 * (end - start) + 2);
    const to = room.bytes;
    const begin = room.length;
    let length = begin;
    let hasQuote = false;
    let hasComma = false;
    for (let at = start; at < end; at++) {
      let byte = bytes[at] ?? 0;
      const kind = byteKinds[byte];
      if (kind !== plainByte) {
        byte = bytes[++at] ?? 0;
        if (kind !== escapeByte || (byte !== backslash && byte !== quote)) return false;
        if (byte === quote) hasQuote = true;
      } else if (byte === comma) hasComma = true;
      to[length++] = byte;
    }
    if (this.#isCsv && length > begin) {
      const first = to[begin];
      if (formula.has(first)) return false;
      const isQuoted = hasQuote || hasComma || first === blank || to[length - 1] === blank;
      if (isQuoted) length = quoted(to, begin, length, hasQuote);
    }
    room.length = length;
    return true;
  }
}

/** Puts what stands from `begin` to `end` into quotes, and doubles those within; there is room. Gives the new end. */
function quoted(bytes: Buffer, begin: number, end: number, hasQuote: boolean): number {
  let more = 0;
  for (let at = begin; hasQuote && at < end; at++) {
    if (bytes[at] === quote) more++;
  }
  let to = end + more + 2;
  bytes[--to] = quote;
  for (let at = end - 1; at >= begin; at--) {
    const byte = bytes[at] ?? 0;
    bytes[--to] = byte;
    if (byte === quote) bytes[--to] = quote;
  }
  bytes[--to] = quote;
  return end + more + 2;
}

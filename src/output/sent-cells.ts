import type { Column } from '../spec/result.ts';
import type { ObjectForm, SentObject } from '../text/sent-object.ts';
import type { ByteRoom } from './byte-room.ts';
import { csvCell, tsvCell } from './delimited.ts';
import { copied, csvText, exactTime, mostOf, tsvText, unclear, upperHex } from './exact-bytes.ts';

const tab = 0x09;
const newline = 0x0a;
const quote = 0x22;
const comma = 0x2c;
const openArray = 0x5b;
const firstOfNull = 0x6e;
const openObject = 0x7b;
const md5Length = 32;

/** What a column makes of what came. */
const asIs = 0;
const asText = 1;
const asTime = 2;
const asMd5 = 3;
const asOther = 4;

/** In place of a member: the column makes its cell itself, or it is blank. */
const itself = -1;
const absent = -2;

/** Lines of tsv and csv by the bytes that came: the same that `tsvRow` and `csvRow` make of what those mean. */
export class SentCells<T> {
  readonly #columns: readonly Column<T>[];
  readonly #kinds: Uint8Array;
  readonly #isCsv: boolean;
  readonly #room: ByteRoom;
  readonly #members = new WeakMap<ObjectForm, Int32Array>();

  constructor(columns: readonly Column<T>[], mode: 'tsv' | 'csv', room: ByteRoom) {
    this.#columns = columns;
    this.#kinds = Uint8Array.from(columns, kindOf);
    this.#isCsv = mode === 'csv';
    this.#room = room;
  }

  add(row: T, { bytes, form, places: { at }, first }: SentObject): void {
    const room = this.#room;
    const kinds = this.#kinds;
    const isCsv = this.#isCsv;
    const members = this.#membersOf(form);
    room.ensure(members.length + 1);
    let to = room.bytes;
    let { length } = room;
    for (let i = 0; i < members.length; i++) {
      if (i > 0) to[length++] = isCsv ? comma : tab;
      const member = members[i] ?? absent;
      if (member === absent) continue;
      if (member !== itself) {
        const start = at[first + 2 * member] ?? 0;
        const end = at[first + 2 * member + 1] ?? 0;
        // With what stands behind the cells that follow.
        const most = mostOf(end - start) + members.length - i;
        if (length + most > to.length) {
          room.length = length;
          room.ensure(most);
          to = room.bytes;
        }
        const behind = cell(bytes, start, end, kinds[i], isCsv, to, length);
        if (behind !== unclear) {
          length = behind;
          continue;
        }
      }
      const column = this.#columns[i];
      if (column === undefined) continue;
      room.length = length;
      room.add(isCsv ? csvCell(column, row) : tsvCell(column, row));
      room.ensure(members.length - i);
      to = room.bytes;
      length = room.length;
    }
    to[length++] = newline;
    room.length = length;
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
}

function kindOf({ as }: Pick<Column<never>, 'as'>): number {
  switch (as) {
    case undefined:
    case 'bytes':
      return asIs;
    case 'text':
    case 'durationSec':
      return asText;
    case 'iso':
      return asTime;
    case 'md5':
      return asMd5;
    default:
      return asOther;
  }
}

/** Writes a member's value; gives the place behind it, or `unclear` where it takes a closer look. */
function cell(
  bytes: Buffer,
  start: number,
  end: number,
  kind: number | undefined,
  isCsv: boolean,
  to: Buffer,
  length: number,
): number {
  const code = bytes[start];
  if (code === quote) {
    if (kind === asIs || kind === asText) {
      const text = isCsv ? csvText : tsvText;
      return text(bytes, start + 1, end - 1, to, length);
    }
    if (kind === asTime) return exactTime(bytes, start + 1, end - 1, to, length);
    if (kind === asMd5 && end - start - 2 === md5Length)
      return upperHex(bytes, start + 1, end - 1, to, length);
    return unclear;
  }
  if (code === firstOfNull) return length;
  if (kind !== asIs || code === openArray || code === openObject) return unclear;
  return copied(bytes, start, end, to, length);
}

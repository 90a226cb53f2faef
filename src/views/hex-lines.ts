import type { Column } from '../spec/result.ts';

/** Sixteen bytes of a dump, the last line fewer. */
export interface HexLine {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const width = 16;

/** Lines of sixteen bytes, whatever pieces they come in; `start`: the offset of the first byte. */
export async function* hexLines(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  start = 0,
): AsyncGenerator<HexLine> {
  let rest = new Uint8Array(0);
  let offset = start;
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % width);
    for (let at = 0; at < whole; at += width, offset += width)
      yield { offset, bytes: bytes.subarray(at, at + width) };
    rest = Uint8Array.from(bytes.subarray(whole));
  }
  if (rest.length > 0) yield { offset, bytes: rest };
}

/** The same of bytes that are at hand, as text without its line ends: 71 columns with offsets of four digits. */
export function* dumpedLines(all: Uint8Array, digits = 8): Generator<string> {
  for (let offset = 0; offset < all.length; offset += width) {
    const bytes = all.subarray(offset, offset + width);
    const cells = hex(bytes).padEnd(3 * width - 1);
    yield `${offset.toString(16).padStart(digits, '0')}  ${cells}  ${ascii(bytes)}`;
  }
}

/** The first sixteen on one line, and how many more there are: for a cell. */
export function dumpedStart(all: Uint8Array): string {
  const bytes = all.subarray(0, width);
  const more = all.length - bytes.length;
  return `${hex(bytes)}  ${ascii(bytes)}${more > 0 ? `  and ${more} bytes more` : ''}`;
}

export const hexColumns: readonly Column<HexLine>[] = [
  {
    field: 'offset',
    head: 'offset',
    of: ({ offset }) => offset,
    show: ({ offset }) => offset.toString(16).padStart(8, '0'),
    style: () => 'dim',
  },
  { field: 'hex', head: 'hex', of: ({ bytes }) => hex(bytes), show: ({ bytes }) => grouped(bytes) },
  { field: 'ascii', head: 'ascii', of: ({ bytes }) => ascii(bytes) },
];

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Eight and eight, the last line filled up. */
function grouped(bytes: Uint8Array): string {
  return `${hex(bytes.subarray(0, 8)).padEnd(23)}  ${hex(bytes.subarray(8)).padEnd(23)}`;
}

/** Printable ASCII as it is, a dot for all else. */
function ascii(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(
    '',
  );
}

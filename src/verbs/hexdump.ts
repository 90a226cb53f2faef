import { type Column, rows } from '../spec/result.ts';
import { verb } from './context.ts';

interface Line {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const width = 16;

export const hexdump = verb({
  name: 'hexdump',
  aliases: ['xxd'],
  about: 'show the bytes of a file',
  details: 'Pieces of the file leave the sensor as they are shown.',
  group: 'files',
  wire: ['get file'],
  effect: 'reads',
  operands: { file: { kind: 'remotePath', about: 'any file' } },
  options: {
    offset: { kind: 'size', about: 'where to begin' },
    count: { kind: 'size', about: 'how many bytes; to the end when not said' },
  },
  search: ['hex', 'od', 'format-hex', 'bytes', 'binary'],
  examples: [{ line: 'hexdump C:\\Windows\\explorer.exe --count 256', shows: 'its header' }],

  run({ file, offset = 0, count }, { live, signal }) {
    const pieces = live.readPieces(live.resolve(file), { offset, bytes: count }, signal);
    return rows(linesOf(pieces, offset), columns, { noun: 'bytes' });
  },
});

const columns: readonly Column<Line>[] = [
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

/** Lines of sixteen bytes, whatever pieces they come in. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>, start: number): AsyncGenerator<Line> {
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

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Eight and eight, the last line filled up. */
function grouped(bytes: Uint8Array): string {
  const left = hex(bytes.subarray(0, 8)).padEnd(23);
  return `${left}  ${hex(bytes.subarray(8)).padEnd(23)}`;
}

function ascii(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(
    '',
  );
}

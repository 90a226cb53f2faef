import { rows } from '../spec/result.ts';
import { hexColumns, hexLines } from '../views/hex-lines.ts';
import { verb } from './context.ts';

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
    count: { kind: 'size', short: 'n', about: 'how many bytes; to the end when not said' },
  },
  inRegistry: ['cat VALUE'],
  search: ['hex', 'od', 'format-hex', 'bytes', 'binary'],
  examples: [{ line: 'hexdump C:\\Windows\\explorer.exe --count 256', shows: 'its header' }],

  run({ file, offset = 0, count }, { live, signal }) {
    const pieces = live.files.readPieces(live.resolve(file), { offset, bytes: count }, signal);
    return rows(hexLines(pieces, offset), hexColumns, { noun: 'bytes', isLong: true });
  },
});

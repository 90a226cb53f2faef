import { CbError } from '../errors/cb-error.ts';
import { text } from '../spec/result.ts';
import { verb } from './context.ts';
import { checkEncoding, encodingOption } from './encoding.ts';
import { asText } from './text-guard.ts';

const usualLines = 10;

export const head = verb({
  name: 'head',
  about: 'show the first lines of a file',
  details: 'Only as much of the file as is needed leaves the sensor.',
  group: 'files',
  wire: ['get file'],
  wireAtTimes: ['reg query value'],
  effect: 'reads',
  operands: { file: { kind: 'remotePath', about: 'a text file' } },
  options: {
    lines: { kind: 'integer', short: 'n', value: 'N', about: 'how many; 10 when not said' },
    encoding: encodingOption,
  },
  inRegistry: ['cat VALUE'],
  search: ['first', 'top', 'beginning', 'more'],
  examples: [{ line: 'head -n 20 C:\\Windows\\WindowsUpdate.log', shows: 'twenty lines of it' }],

  async run({ file, lines = usualLines, encoding }, { live, signal, isTerminal }) {
    if (lines < 0) throw new CbError('Usage', '--lines wants 0 or more');
    await checkEncoding(encoding);
    const path = live.resolve(file);
    const pieces = asText(live.files.readPieces(path, { offset: 0 }, signal), path, { encoding, isTerminal });
    return text(firstLines(live.codePage.decode(pieces, encoding, signal), lines));
  },
});

/** Stops taking text once it has so many lines. */
async function* firstLines(chunks: AsyncIterable<string>, lines: number): AsyncGenerator<string> {
  let left = lines;
  if (left === 0) return;
  for await (const chunk of chunks) {
    let end = 0;
    while (left > 0) {
      const at = chunk.indexOf('\n', end);
      if (at < 0) break;
      end = at + 1;
      left -= 1;
    }
    yield left > 0 ? chunk : chunk.slice(0, end);
    if (left === 0) return;
  }
}

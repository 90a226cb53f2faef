import { CbError } from '../errors/cb-error.ts';
import { rows } from '../spec/result.ts';
import { findStrings, longestString, stringColumns } from '../views/found-strings.ts';
import { verb } from './context.ts';

export const usualStringLength = 4;

export const strings = verb({
  name: 'strings',
  about: 'show the strings in a file of any kind',
  details:
    'Printable ASCII characters, in one byte each or as UTF-16LE, with the offset at which they begin. The file is fetched and looked through here; nothing of it is kept. A string of more than 4,096 characters comes in pieces.',
  group: 'files',
  wire: ['get file'],
  wireAtTimes: ['directory list'],
  effect: 'reads',
  operands: { file: { kind: 'remotePath', about: 'any file' } },
  options: {
    min: { kind: 'integer', short: 'n', value: 'N', about: 'of so many characters or more; 4 when not said' },
  },
  inRegistry: ['cat VALUE'],
  search: ['ascii', 'unicode', 'binary', 'floss'],
  examples: [{ line: 'strings C:\\Users\\Public\\evil.exe --min 8', shows: 'what can be read in it' }],

  run({ file, min = usualStringLength }, { live, signal }) {
    if (min < 1 || min > longestString) throw new CbError('Usage', `--min wants 1 to ${longestString}`);
    const found = findStrings(live.files.read(live.resolve(file), {}, signal), min);
    return rows(found, stringColumns, { noun: 'strings', isLong: true });
  },
});

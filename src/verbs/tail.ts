import { CbError } from '../errors/cb-error.ts';
import { text } from '../spec/result.ts';
import { formatBytes } from '../text/bytes.ts';
import { type VerbContext, verb } from './context.ts';
import { checkEncoding, encodingOption } from './encoding.ts';
import { asText } from './text-guard.ts';

const usualLines = 10;

export const tail = verb({
  name: 'tail',
  about: 'show the last lines of a file, and what is added to it',
  details: 'Only the end of the file leaves the sensor. With --follow it goes on until Ctrl-C.',
  group: 'files',
  wire: ['directory list', 'get file'],
  wireAtTimes: ['reg query value'],
  effect: 'reads',
  operands: { file: { kind: 'remotePath', about: 'a text file' } },
  options: {
    lines: { kind: 'integer', short: 'n', value: 'N', about: 'how many; 10 when not said' },
    follow: { kind: 'flag', short: 'f', about: 'show what is added, until Ctrl-C' },
    encoding: encodingOption,
  },
  inRegistry: ['cat VALUE'],
  search: ['last', 'end', 'watch', 'log', 'follow'],
  examples: [
    { line: 'tail -n 50 /var/log/secure', sensor: '1', shows: 'its last fifty lines' },
    { line: 'tail -f C:\\Windows\\CarbonBlack\\Sensor.LOG', shows: 'what is written to it' },
  ],

  async run({ file, lines = usualLines, follow, encoding }, context) {
    if (lines < 0) throw new CbError('Usage', '--lines wants 0 or more');
    await checkEncoding(encoding);
    return text(lastOf(file, { lines, follow, encoding }, context));
  },
});

async function* lastOf(
  typed: string,
  options: { readonly lines: number; readonly follow: boolean; readonly encoding: string | undefined },
  context: VerbContext,
): AsyncGenerator<string> {
  const { live, signal, note } = context;
  const path = live.resolve(typed);
  const [entry = { path, size: 0, isDirectory: false }] = await live.files.listed(path, signal);
  if (entry.isDirectory) throw new CbError('Usage', `${entry.path} is a directory`);
  const last = await live.files.lastLines(entry, { ...options, signal });
  if (last.isCut)
    note(`the lines are longer than ${formatBytes(last.bytes.length)}: their beginning is not shown`);
  const bytes = options.follow ? growing(entry.path, last, context) : once(last.bytes);
  const shown = asText(bytes, entry.path, { encoding: last.encoding, isTerminal: context.isTerminal });
  yield* live.codePage.decode(shown, last.encoding, signal, { eager: options.follow });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Ctrl-C is how it ends, and no error. */
async function* growing(
  path: string,
  last: { readonly bytes: Uint8Array; readonly end: number },
  { live, signal, note, prompt }: VerbContext,
): AsyncGenerator<Uint8Array> {
  yield last.bytes;
  try {
    yield* live.files.follow(path, last.end, {
      signal,
      attention: prompt?.attention,
      onShorter: () => note(`${path} got shorter: from its start again`),
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

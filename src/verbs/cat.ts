import { bytes, text } from '../spec/result.ts';
import type { TypedGlob } from '../text/typed-glob.ts';
import { type VerbContext, verb } from './context.ts';
import { checkEncoding, encodingOption } from './encoding.ts';
import { filesOf } from './files-of.ts';
import { catValues } from './reg/cat-values.ts';
import { keyPatterns } from './reg/items.ts';
import { asText } from './text-guard.ts';
import { type WatchedWalk, watchWalk } from './watch-walk.ts';

export const cat = verb({
  name: 'cat',
  aliases: ['type'],
  about: 'show text files of the sensor, or registry values',
  details:
    'The encoding is found out: a byte order mark, else valid UTF-8, else the OEM code page of the sensor. With --raw the bytes go out as they are, to a pipe or a file. Of a registry value the data is shown, bytes as a hexdump; (default) is the default one.',
  group: 'files',
  wire: ['get file'],
  wireAtTimes: ['directory list', 'reg query value', 'reg enum key'],
  effect: 'reads',
  operands: { file: { kind: 'itemGlob', many: true, about: 'file, registry value or wildcard' } },
  options: { encoding: encodingOption, raw: { kind: 'flag', about: 'the bytes as they are' } },
  conflicts: [['encoding', 'raw']],
  search: ['print', 'view', 'more', 'less', 'read', 'show', 'registry'],
  examples: [
    { line: 'cat C:\\Windows\\win.ini', shows: 'its text' },
    {
      line: 'cat HKLM\\SYSTEM\\CurrentControlSet\\Services\\Spooler\\FailureActions',
      shows: 'a value of bytes',
    },
    { line: 'cat --raw C:\\Users\\Public\\evil.exe > sample.bin', shows: 'its bytes into a local file' },
  ],

  async run({ file, encoding, raw }, context) {
    await checkEncoding(encoding);
    const keys = keyPatterns(file, context.live);
    if (keys !== undefined) return await catValues(keys.flat(), { encoding, raw }, context);
    const walked = watchWalk(context);
    if (raw) return bytes(rawOf(file, walked, context), walked);
    return text(textOf(file, walked, encoding, context), undefined, walked);
  },
});

async function* rawOf(
  typed: readonly TypedGlob[],
  walked: WatchedWalk,
  context: VerbContext,
): AsyncGenerator<Uint8Array> {
  const { live, signal, note } = context;
  for await (const path of filesOf(typed, walked, context)) yield* live.files.read(path, {}, signal);
  for (const left of walked.notes()) note(left);
}

async function* textOf(
  typed: readonly TypedGlob[],
  walked: WatchedWalk,
  encoding: string | undefined,
  context: VerbContext,
): AsyncGenerator<string> {
  const { live, signal, isTerminal, note } = context;
  for await (const path of filesOf(typed, walked, context)) {
    const bytes = asText(live.files.read(path, {}, signal), path, { encoding, isTerminal });
    yield* live.codePage.decode(bytes, encoding, signal);
  }
  for (const left of walked.notes()) note(left);
}

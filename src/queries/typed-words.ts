import { CbError } from '../errors/cb-error.ts';
import type { RowKind } from '../ops/row-words.ts';
import { firstWord, typedLines } from '../ops/word-lines.ts';
import type { QueryContext } from './context.ts';

type Place = Pick<QueryContext, 'runtime' | 'signal' | 'server' | 'note'>;

/**
 * The words as they were typed; `-` stands for those of stdin, one a line, or of the rows there. None of an empty stdin, which is said: what found nothing leaves
 * nothing to be done behind it. Kind `Usage` for a link elsewhere.
 */
export async function typedWords(
  words: readonly string[],
  kind: RowKind,
  place: Place,
): Promise<readonly string[]> {
  const { runtime, signal } = place;
  const all: string[] = [];
  for (const word of words) {
    if (word === '-') all.push(...(await stdinLines(runtime.streams.in, kind, signal)));
    else all.push(word);
  }
  if (all.length === 0) place.note(nothingSaid(kind === 'binary' ? 'MD5' : kind));
  return await Promise.all(all.map((word) => ownWord(word, place)));
}

/** The word, which may be a link into the console of this server; the same id on another one is another thing. */
export async function ownWord(word: string, { server }: Pick<QueryContext, 'server'>): Promise<string> {
  if (!/^https?:/i.test(word.trim())) return word;
  const [link, own] = [hostOf(word.trim()), hostOf(await server())];
  if (link === own) return word;
  throw new CbError('Usage', `the link leads to ${link ?? 'nowhere'}, and this server is ${own}`, {
    hint: 'choose its profile with -p NAME',
  });
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined;
}

async function stdinLines(
  source: AsyncIterable<Uint8Array | string>,
  kind: RowKind,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lines = await typedLines(source, 'stdin', kind, signal);
  return lines.map(({ text }) => text.trim()).filter((line) => line !== '');
}

/** A word and where it stands: `bans.txt:3`, `stdin:3`; undefined for one of the command line. */
export interface PlacedWord {
  readonly text: string;
  readonly at: string | undefined;
}

/**
 * Words of the command line, of stdin (`-`), and of a file: of each line there the first word, up to a blank, comma or semicolon; `#`
 * begins a comment, and quotes around a word count for nothing; of each row there the field that names such a thing. A first line that is one of `headings` is left out. None of an empty
 * stdin, which is said; kind `Usage` for a file without any, and where no word was typed, `LocalFile` for a file that cannot be read.
 */
export async function placedWords(
  words: readonly string[],
  file: string | undefined,
  {
    kind,
    what,
    headings,
  }: { readonly kind: RowKind; readonly what: string; readonly headings: readonly string[] },
  place: Place,
): Promise<readonly PlacedWord[]> {
  const { runtime, signal } = place;
  const all: PlacedWord[] = [];
  const addLines = async (source: AsyncIterable<Uint8Array | string>, name: string): Promise<void> => {
    let isFirst = true;
    for (const { text: whole, line, isOfRow } of await typedLines(source, name, kind, signal)) {
      const text = isOfRow ? whole : firstWord(whole);
      if (text === '') continue;
      if (!isFirst || !headings.includes(text.toLowerCase())) all.push({ text, at: `${name}:${line}` });
      isFirst = false;
    }
  };
  for (const word of words) {
    if (word === '-') await addLines(runtime.streams.in, 'stdin');
    else all.push({ text: word, at: undefined });
  }
  if (file === '-') await addLines(runtime.streams.in, 'stdin');
  else if (file !== undefined)
    await addLines(runtime.files.read(runtime.files.resolve(file), { signal }), file);
  if (all.length > 0)
    return await Promise.all(all.map(async ({ text, at }) => ({ text: await ownWord(text, place), at })));
  if (file === undefined && words.length === 0) {
    throw new CbError('Usage', `no ${what} was given`, {
      hint: 'name some, or a file with --file, or - for stdin',
    });
  }
  if (file !== undefined && file !== '-') throw new CbError('Usage', `${file} holds no ${what}`);
  place.note(nothingSaid(what));
  return [];
}

function nothingSaid(what: string): string {
  return `stdin holds no ${what}: nothing is to be done`;
}

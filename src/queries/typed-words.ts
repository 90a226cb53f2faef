import { CbError } from '../errors/cb-error.ts';
import type { QueryContext } from './context.ts';

const mostBytes = 16 * 1024 * 1024;

type Place = Pick<QueryContext, 'runtime' | 'signal' | 'server'>;

/** The words as they were typed; `-` stands for those of stdin, one a line. Kind `Usage` where there are none, and for a link elsewhere. */
export async function typedWords(
  words: readonly string[],
  what: string,
  place: Place,
): Promise<readonly string[]> {
  const { runtime, signal } = place;
  const all: string[] = [];
  for (const word of words) {
    if (word === '-') all.push(...(await stdinLines(runtime.streams.in, signal)));
    else all.push(word);
  }
  if (all.length === 0) throw new CbError('Usage', `stdin holds no ${what}`);
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
  signal: AbortSignal,
): Promise<readonly string[]> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of source) {
    signal.throwIfAborted();
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > mostBytes) throw new CbError('Usage', 'stdin holds more than 16 MiB');
  }
  return (text + decoder.decode())
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

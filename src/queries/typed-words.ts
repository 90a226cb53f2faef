import { CbError } from '../errors/cb-error.ts';
import type { QueryContext } from './context.ts';

const mostBytes = 16 * 1024 * 1024;

/** The words as they were typed; `-` stands for those of stdin, one a line. Kind `Usage` where there are none. */
export async function typedWords(
  words: readonly string[],
  what: string,
  { runtime, signal }: Pick<QueryContext, 'runtime' | 'signal'>,
): Promise<readonly string[]> {
  const all: string[] = [];
  for (const word of words) {
    if (word === '-') all.push(...(await stdinLines(runtime.streams.in, signal)));
    else all.push(word);
  }
  if (all.length === 0) throw new CbError('Usage', `stdin holds no ${what}`);
  return all;
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

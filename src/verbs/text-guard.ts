import { CbError } from '../errors/cb-error.ts';
import { byteOrderMark, unmarkedUtf16 } from '../text/utf16.ts';
import type { VerbContext } from './context.ts';

const looked = 8192;

/**
 * The bytes of what is to be shown as text. On a terminal, and where nobody named an encoding, a binary file is refused before a screenful
 * of escapes: `Usage`, with what shows it.
 */
export async function* asText(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  { encoding, isTerminal }: { readonly encoding: string | undefined } & Pick<VerbContext, 'isTerminal'>,
): AsyncGenerator<Uint8Array> {
  let isFirst = isTerminal && encoding === undefined;
  for await (const chunk of chunks) {
    if (isFirst && isBinary(chunk)) {
      throw new CbError('Usage', `${path} is no text`, {
        hint: 'hexdump shows its bytes, get fetches it; --encoding shows it as text all the same',
        context: { path },
      });
    }
    isFirst = false;
    yield chunk;
  }
}

/** Zero bytes at the beginning mean it, but for UTF-16. */
export function isBinary(chunk: Uint8Array): boolean {
  const bytes = chunk.subarray(0, looked);
  return bytes.includes(0) && byteOrderMark(bytes) === undefined && unmarkedUtf16(bytes) === undefined;
}

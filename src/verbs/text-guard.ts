import { CbError } from '../errors/cb-error.ts';
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
    if (isFirst && isBinary(chunk.subarray(0, looked))) {
      throw new CbError('Usage', `${path} is no text`, {
        hint: 'hexdump shows its bytes, get fetches it; --encoding shows it as text all the same',
        context: { path },
      });
    }
    isFirst = false;
    yield chunk;
  }
}

/** Zero bytes mean it, but for UTF-16, where they are every other one. */
function isBinary(bytes: Uint8Array): boolean {
  const zeros = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return false;
  const isMarked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const isWide = Math.max(even, odd) > bytes.length * 0.3 && Math.min(even, odd) < bytes.length * 0.05;
  return !isMarked && !isWide;
}

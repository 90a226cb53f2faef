import { createHash } from 'node:crypto';

/** MD5 in lower-case hex of bytes that pass by; `onProgress` hears how many so far. */
export async function md5Of(
  chunks: AsyncIterable<Uint8Array>,
  onProgress?: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('md5');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.byteLength;
    onProgress?.(bytes);
  }
  return hash.digest('hex');
}

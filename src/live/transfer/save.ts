import { isCbError } from '../../errors/cb-error.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import { alreadyThere } from './download.ts';
import { Digest, type Pumped, pump } from './pump.ts';

export interface SaveOptions {
  /** Replace a local file that is there. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number | undefined) => void;
}

/**
 * Writes what comes to a local file: `.part` (0600, through no link), SHA-256 on its way, then the final name. What breaks off or
 * does not pass `check` leaves nothing behind.
 */
export async function save(
  files: LocalFiles,
  body: AsyncIterable<Uint8Array>,
  local: string,
  options: SaveOptions & { readonly total?: number | undefined },
  check: (got: Pumped) => void = () => undefined,
): Promise<Pumped> {
  if (!options.force && (await files.stat(local)) !== undefined) throw alreadyThere(local);
  const part = `${local}.part`;
  if (options.force) await files.remove(part);
  const writer = await files.openWriter(part, { mode: 0o600, flags: 'exclusive' });
  const digest = new Digest();
  try {
    try {
      await pump(interruptible(body, options.signal), writer, digest, (done) =>
        options.onProgress(done, options.total),
      );
    } finally {
      await writer.close();
    }
    const got = { size: digest.size, sha256: digest.hex() };
    check(got);
    await files.rename(part, local, { replace: options.force });
    return got;
  } catch (error) {
    await removeQuietly(files, part);
    throw error;
  }
}

async function* interruptible(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    signal.throwIfAborted();
    yield chunk;
  }
}

async function removeQuietly(files: LocalFiles, path: string): Promise<void> {
  try {
    await files.remove(path);
  } catch (error) {
    if (!isCbError(error, 'LocalFile')) throw error;
  }
}

import type { LocalFiles } from '../../ports/local-files.ts';
import type { Progress } from '../../ports/progress.ts';
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
async function save(
  files: LocalFiles,
  body: AsyncIterable<Uint8Array>,
  local: string,
  options: SaveOptions & { readonly total?: number | undefined },
  check: (got: Pumped) => void = () => undefined,
): Promise<Pumped> {
  const file = await files.openNew(local, { replace: options.force });
  const digest = new Digest();
  try {
    await pump(interruptible(body, options.signal), file, digest, {
      onBytes: (done) => options.onProgress(done, options.total),
    });
    const got = { size: digest.size, sha256: digest.hex() };
    check(got);
    await file.finish();
    return got;
  } finally {
    await file.abandon();
  }
}

/** The same with its progress drawn. */
export async function saveShown(
  { files, progress }: { readonly files: LocalFiles; readonly progress: Progress },
  what: string,
  body: () => Promise<AsyncIterable<Uint8Array>>,
  local: string,
  options: Omit<SaveOptions, 'onProgress'> & { readonly total?: number | undefined },
  check?: (got: Pumped) => void,
): Promise<Pumped> {
  const task = progress.start(what);
  try {
    const onProgress: SaveOptions['onProgress'] = (done, total) => task.advance(done, total, 'bytes');
    return await save(files, await body(), local, { ...options, onProgress }, check);
  } finally {
    task.stop();
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

import { basename } from 'node:path';
import { Digest } from '../../manifest/digest.ts';
import type { Manifest, Taken } from '../../manifest/manifest.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import type { Progress } from '../../ports/progress.ts';
import { type Pumped, pump } from './pump.ts';

export interface SaveOptions {
  /** Replace a local file that is there. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  /** Bytes in all, where that is known. */
  readonly total?: number | undefined;
  /** Gets a line of it, with what is known of it once it has come. */
  readonly listed?: ListedAs | undefined;
}

export interface ListedAs {
  readonly manifest: Manifest;
  readonly taken: () => Omit<Taken, 'size' | 'hashes' | 'begunMs'>;
}

interface Shown {
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
  { force, signal, total, listed, onProgress }: SaveOptions & Shown,
  check: (got: Pumped) => void = () => undefined,
): Promise<Pumped> {
  const begunMs = listed?.manifest.nowMs() ?? 0;
  const file = await files.openNew(local, { replace: force });
  const digest = new Digest({ withOld: listed !== undefined });
  try {
    await pump(interruptible(body, signal), file, digest, {
      onBytes: (done) => onProgress(done, total),
    });
    const { size } = digest;
    const hashes = digest.hashes();
    const got = { size, sha256: hashes.sha256 };
    check(got);
    await file.finish();
    await listed?.manifest.addAt(local, { ...listed.taken(), size, hashes, begunMs });
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
  options: SaveOptions,
  check?: (got: Pumped) => void,
): Promise<Pumped> {
  options.listed?.manifest.mustLeaveFree(basename(local));
  const task = progress.start(what);
  try {
    const onProgress: Shown['onProgress'] = (done, total) => task.advance(done, total, 'bytes');
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

import type { Sent } from '../../api/resources/replies.ts';
import { CbError, isCbError, mayBeDone } from '../../errors/cb-error.ts';
import { Digest } from '../../manifest/digest.ts';
import type { LocalFiles, LocalStat } from '../../ports/local-files.ts';
import { lastPart } from '../../text/remote-path.ts';
import type { AroundOptions, WriteOptions } from '../command-options.ts';
import type { FileEntry } from '../file-entry.ts';
import { removeFile, statEntry } from '../files.ts';
import { lostSession, type Workplace, writing } from '../workplace.ts';

import { tellOfFile } from './tell-of-file.ts';

export interface UploadOptions extends WriteOptions, AroundOptions {
  /** Delete what is at the remote path first: there is no overwrite on the wire. */
  readonly force: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** What is put, where that is no local file as it stands. */
export interface UploadContent {
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

export interface Uploaded {
  readonly local: string;
  readonly remote: string;
  readonly size: number;
  readonly sha256: string;
}

const transferDeadlineMs = 3_600_000;
/** What a dry run shows for the id that the server would give to the file. */
const idToCome = 0;

/** What is put must be a plain file: to open a pipe would wait for whoever writes to it. */
export async function mustBeFile(files: Pick<LocalFiles, 'stat'>, local: string): Promise<LocalStat> {
  const source = await files.stat(local);
  if (source === undefined) throw new CbError('LocalFile', `cannot read ${local}: no such file or folder`);
  if (source.isDirectory)
    throw new CbError('LocalFile', `${local} is a folder`, { hint: 'put -r takes a folder with all in it' });
  if (!source.isFile) throw new CbError('LocalFile', `${local} is no plain file`);
  return source;
}

/**
 * Puts a local file on the sensor: upload to the session's store (hashed on its way), `put file`, then the size on the sensor is
 * compared. What is there already is refused, by a look before anything is sent.
 */
export async function upload(
  work: Workplace,
  local: string,
  remote: string,
  options: UploadOptions,
): Promise<Sent<Uploaded>> {
  const { size } = await mustBeFile(work.files, local);
  const read = () => work.files.read(local, { signal: options.signal });
  return await uploadContent(work, { size, read }, local, remote, options);
}

/** The same of bytes that come from elsewhere; `local` is what they are called. */
export async function uploadContent(
  work: Workplace,
  source: UploadContent,
  local: string,
  remote: string,
  options: UploadOptions,
): Promise<Sent<Uploaded>> {
  const what = `put ${remote}`;
  const { signal } = options;
  const before = await statEntry(work, remote, signal);
  if (before !== undefined && !options.force) {
    throw new CbError('CommandFailed', `${remote} is on the sensor already`, {
      hint: 'replace it with --force',
    });
  }
  const object = await work.exact.newOperand(work, remote, signal);
  const digest = new Digest();
  const sessionId = work.session.currentId();
  const stored = await sendToStore(work, sessionId, { ...source, path: local, digest }, options);
  const put = (): Uploaded => ({ local, remote, size: source.size, sha256: digest.hex() });
  const change = async () => {
    // In the session that has the new bytes: without them the old ones stay.
    if (before !== undefined) await makeWay(work, remote, sessionId, options);
    await putStored();
    return put();
  };
  if (options.around === undefined) await change();
  else await options.around({ path: remote, there: before, makesDirectory: false }, change);
  if (!stored.sent) return stored;
  tellOfFile(work, 'put', put());
  return { sent: true, ...put() };

  async function putStored(): Promise<void> {
    try {
      const ended = await sentOrThere(work, remote, source.size, signal, () =>
        work.runner.run(
          { name: 'put file', object, file_id: stored.sent ? stored.file.id : idToCome },
          writing(what, options, { deadlineMs: transferDeadlineMs, drawsItself: true, inSession: sessionId }),
        ),
      );
      if (ended) await checkRemoteSize(work, remote, source.size, signal);
    } catch (error) {
      throw before === undefined || !isCbError(error) ? error : withoutOld(error, before);
    }
  }
}

/** Deletes what is there. A reply that was lost is made up for by a look: only what is gone makes way. */
async function makeWay(work: Workplace, remote: string, sessionId: number, { signal, dryRun }: WriteOptions) {
  try {
    await removeFile(work, remote, { signal, dryRun }, { inSession: sessionId });
  } catch (error) {
    if (!mayBeDone(error) || signal.aborted) throw error;
    const there = await statEntry(work, remote, signal).catch(() => 'unknown' as const);
    if (there === 'unknown') throw error;
    if (there !== undefined)
      throw error.reworded({ message: `${error.message}; it is still there, and nothing was put` });
  }
}

/** True where it was sent. A put whose reply was lost is made up for by a look: what is there with its size has arrived. */
async function sentOrThere(
  work: Workplace,
  remote: string,
  size: number,
  signal: AbortSignal,
  send: () => Promise<{ readonly sent: boolean }>,
): Promise<boolean> {
  try {
    return (await send()).sent;
  } catch (error) {
    if (!mayBeDone(error) || signal.aborted) throw error;
    const there = await statEntry(work, remote, signal).catch(() => undefined);
    if (there?.size !== size) throw error;
    work.note(`put ${remote}: the reply was lost, and its ${size} bytes are on the sensor`);
    return true;
  }
}

/** What was deleted to make way is gone, whatever became of the new one. */
function withoutOld(error: CbError, { path, size }: FileEntry): CbError {
  return error.reworded({
    message: `${error.message}; the file that was there before ${size === undefined ? '' : `(${size} bytes) `}is deleted already`,
    hint: error.hint,
    context: { deleted: path },
  });
}

async function sendToStore(
  work: Workplace,
  sessionId: number,
  file: UploadContent & { readonly path: string; readonly digest: Digest },
  options: UploadOptions,
) {
  const { path, size, digest } = file;
  const name = lastPart(path) || 'file';
  const chunks = hashed(file.read(), digest, (done) => options.onProgress(done, size));
  try {
    const stored = await work.server.uploadFile(
      sessionId,
      { name, size, chunks },
      { signal: options.signal, dryRun: options.dryRun },
    );
    work.session.touched();
    return stored;
  } catch (error) {
    throw lostSession(`put ${path}`, error);
  }
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  digest: Digest,
  onBytes: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    digest.update(chunk);
    yield chunk;
    onBytes(digest.size);
  }
}

async function checkRemoteSize(
  work: Workplace,
  remote: string,
  size: number,
  signal: AbortSignal,
): Promise<void> {
  const after = await statEntry(work, remote, signal);
  if (after?.size === size) return;
  if (after !== undefined && after.size === undefined)
    return work.note(`put ${remote}: it is there, and the sensor does not say with how many bytes`);
  throw new CbError(
    'Integrity',
    `put ${remote}: ${after === undefined ? 'it is not there afterwards' : `${after.size} bytes arrived of ${size}`}`,
    {
      hint: 'remove it on the sensor and put it again; a scanner on the sensor may have taken it away',
    },
  );
}

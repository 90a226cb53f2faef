import { CbError, isCbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { CommandObject, LiveServer, SessionFile } from './server.ts';
import { sessionFileContent } from './transfer/content.ts';
import { alreadyThere } from './transfer/download.ts';
import { Digest, type Pumped, pump } from './transfer/pump.ts';

/** What a session keeps on the server: its command objects, its files, its archive. Works on any session id. */
export class SessionStore {
  readonly #server: LiveServer;
  readonly #files: LocalFiles;
  readonly sessionId: number;

  constructor(server: LiveServer, files: LocalFiles, sessionId: number) {
    this.#server = server;
    this.#files = files;
    this.sessionId = sessionId;
  }

  async commands(
    options: { readonly status?: string | undefined; readonly count?: number | undefined },
    signal: AbortSignal,
  ): Promise<readonly CommandObject[]> {
    const { status, count } = options;
    return await this.#server.commands(this.sessionId, {
      signal,
      ...(status === undefined ? {} : { status }),
      ...(count === undefined ? {} : { count }),
    });
  }

  /** Takes back a pending command object; gives it as it is afterwards. */
  async cancel(commandId: number, signal: AbortSignal): Promise<CommandObject> {
    await this.#server.cancelCommand(this.sessionId, commandId, { signal });
    return await this.#server.command(this.sessionId, commandId, { signal });
  }

  async files(signal: AbortSignal): Promise<readonly SessionFile[]> {
    return await this.#server.files(this.sessionId, { signal });
  }

  async removeFile(fileId: number, signal: AbortSignal): Promise<void> {
    await this.#server.deleteFile(this.sessionId, fileId, { signal });
  }

  /** Fetches a session file to a local one that is not there yet. */
  async fetchFile(fileId: number, local: string, options: FetchOptions): Promise<Pumped> {
    const file = await this.#server.file(this.sessionId, fileId, { signal: options.signal });
    const body = sessionFileContent(this.#server, {
      sessionId: this.sessionId,
      fileId,
      size: file.sizeBytes,
      signal: options.signal,
      what: `file ${fileId}`,
    });
    const got = await save(this.#files, body, local, options, (done) =>
      options.onProgress(done, file.sizeBytes),
    );
    if (file.sizeBytes !== undefined && got.size !== file.sizeBytes) {
      throw new CbError('Integrity', `file ${fileId}: got ${got.size} bytes of ${file.sizeBytes}`);
    }
    return got;
  }

  /** The gzip tar of the whole session. (contract/live-response.md: clients call it .zip, it is none) */
  async fetchArchive(local: string, options: FetchOptions): Promise<Pumped> {
    const reply = await this.#server.archive(this.sessionId, { signal: options.signal });
    return await save(this.#files, reply.body, local, options, (done) => options.onProgress(done, undefined));
  }
}

export interface FetchOptions {
  readonly force: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number | undefined) => void;
}

async function save(
  files: LocalFiles,
  body: AsyncIterable<Uint8Array>,
  local: string,
  options: FetchOptions,
  onBytes: (done: number) => void,
): Promise<Pumped> {
  if (!options.force && (await files.stat(local)) !== undefined) throw alreadyThere(local);
  const part = `${local}.part`;
  if (options.force && (await files.stat(part)) !== undefined) await files.remove(part);
  const writer = await files.openWriter(part, { mode: 0o600, flags: 'exclusive' });
  const digest = new Digest();
  try {
    try {
      await pump(body, writer, digest, onBytes);
    } finally {
      await writer.close();
    }
    await files.rename(part, local, { replace: options.force });
  } catch (error) {
    await removeQuietly(files, part);
    throw error;
  }
  return { size: digest.size, sha256: digest.hex() };
}

async function removeQuietly(files: LocalFiles, path: string): Promise<void> {
  try {
    await files.remove(path);
  } catch (error) {
    if (!isCbError(error, 'LocalFile')) throw error;
  }
}

import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { CallOptions, CommandObject, LiveServer, Session, SessionFile } from './server.ts';
import { sessionFileContent } from './transfer/content.ts';
import type { Pumped } from './transfer/pump.ts';
import { type SaveOptions, save } from './transfer/save.ts';

/** What a session keeps on the server: its command objects, its files, its archive. Works on any session id. */
export class SessionStore {
  readonly #server: LiveServer;
  readonly #files: LocalFiles;
  readonly sessionId: number;
  readonly #dryRun: CallOptions['dryRun'];

  constructor(server: LiveServer, files: LocalFiles, sessionId: number, dryRun?: CallOptions['dryRun']) {
    this.#server = server;
    this.#files = files;
    this.sessionId = sessionId;
    this.#dryRun = dryRun;
  }

  /** The session as it is now. */
  async session(signal: AbortSignal): Promise<Session> {
    return await this.#server.session(this.sessionId, { signal });
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

  /** Takes back a pending command object; gives it as it is afterwards (in a dry run: as it is). */
  async cancel(commandId: number, signal: AbortSignal): Promise<CommandObject> {
    await this.#server.cancelCommand(this.sessionId, commandId, {
      effect: 'writes',
      signal,
      dryRun: this.#dryRun,
    });
    return await this.#server.command(this.sessionId, commandId, { signal });
  }

  async files(signal: AbortSignal): Promise<readonly SessionFile[]> {
    return await this.#server.files(this.sessionId, { signal });
  }

  async file(fileId: number, signal: AbortSignal): Promise<SessionFile> {
    return await this.#server.file(this.sessionId, fileId, { signal });
  }

  async removeFile(fileId: number, signal: AbortSignal): Promise<void> {
    await this.#server.deleteFile(this.sessionId, fileId, { effect: 'writes', signal, dryRun: this.#dryRun });
  }

  /** Fetches a session file to a local one that is not there yet. */
  async fetchFile(fileId: number, local: string, options: SaveOptions): Promise<Pumped> {
    const file = await this.#server.file(this.sessionId, fileId, { signal: options.signal });
    const body = sessionFileContent(this.#server, {
      sessionId: this.sessionId,
      fileId,
      size: file.sizeBytes,
      signal: options.signal,
      what: `file ${fileId}`,
    });
    return await save(this.#files, body, local, { ...options, total: file.sizeBytes }, ({ size }) => {
      if (file.sizeBytes === undefined || size === file.sizeBytes) return;
      throw new CbError('Integrity', `file ${fileId}: got ${size} bytes of ${file.sizeBytes}`);
    });
  }

  /** The gzip tar of the whole session. (contract/live-response.md: clients call it .zip, it is none) */
  async fetchArchive(local: string, options: SaveOptions): Promise<Pumped> {
    const reply = await this.#server.archive(this.sessionId, { signal: options.signal });
    return await save(this.#files, reply.body, local, options, ({ size }) => {
      // Nobody tells its size, and there is no archive without a byte.
      if (size > 0) return;
      throw new CbError(
        'BadReply',
        `the server sent nothing in place of the archive of session ${this.sessionId}`,
        {
          hint: 'get it again; --debug shows the requests',
        },
      );
    });
  }
}

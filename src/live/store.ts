import type { CommandObject } from '../api/wire/command-object.ts';
import type { Session } from '../api/wire/session.ts';
import type { SessionFile } from '../api/wire/session-file.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import type { Manifest, Taken } from '../manifest/manifest.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { Progress } from '../ports/progress.ts';
import { lastPart } from '../text/remote-path.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { WriteOptions } from './command-options.ts';
import type { LiveServer } from './server.ts';
import { sessionFileContent } from './transfer/content.ts';
import { localTarget } from './transfer/local-target.ts';
import type { Pumped } from './transfer/pump.ts';
import { type ListedAs, saveShown } from './transfer/save.ts';

export interface StoreDeps {
  /** Told what was fetched. */
  readonly recorder: Recorder;
  readonly server: LiveServer;
  readonly files: LocalFiles;
  readonly progress: Progress;
}

/** Where something goes on the local disk. */
export interface FetchTarget {
  /** A file or folder, as it was typed; its own name in the local directory when not said. */
  readonly typed: string | undefined;
  /** Replace a local file that is there. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  /** Gets a line of it. */
  readonly manifest?: Manifest | undefined;
  /** Until the first byte, and between two of them; as for all requests when not said. */
  readonly timeoutMs?: number | undefined;
}

/** What was fetched, and where it lies. */
export interface Fetched extends Pumped {
  readonly remote: string;
  readonly local: string;
}

/** What a session keeps on the server: its command objects, its files, its archive. Works on any session id. */
export class SessionStore {
  readonly #deps: StoreDeps;
  readonly #server: LiveServer;
  readonly sessionId: number;

  constructor(deps: StoreDeps, sessionId: number) {
    this.#deps = deps;
    this.#server = deps.server;
    this.sessionId = sessionId;
  }

  /** The session as it is now. */
  async session(signal: AbortSignal): Promise<Session> {
    return await this.#server.session(this.sessionId, { signal });
  }

  async commands(signal: AbortSignal): Promise<readonly CommandObject[]> {
    return await this.#server.commands(this.sessionId, { signal });
  }

  /** Takes back a pending command object; gives it as it is afterwards (in a dry run: as it is). */
  async cancel(commandId: number, how: WriteOptions): Promise<CommandObject> {
    await this.#server.cancelCommand(this.sessionId, commandId, { effect: 'writes', ...how });
    return await this.#server.command(this.sessionId, commandId, { signal: how.signal });
  }

  async files(signal: AbortSignal): Promise<readonly SessionFile[]> {
    return await this.#server.files(this.sessionId, { signal }).catch(this.#archived);
  }

  async removeFile(fileId: number, how: WriteOptions): Promise<void> {
    await this.#server.deleteFile(this.sessionId, fileId, { effect: 'writes', ...how });
  }

  /** Kind `NotFound` for a file that is deleted. */
  async fetchFile(fileId: number, target: FetchTarget): Promise<Fetched> {
    const { signal } = target;
    const { name, sizeBytes, isDeleted } = await this.#server
      .file(this.sessionId, fileId, { signal })
      .catch(this.#archived);
    if (isDeleted) throw new CbError('NotFound', `session file ${fileId} is deleted`);
    const what = `session file ${fileId}`;
    const ids = { from: 'session', session: this.sessionId, file: fileId };
    return await this.#fetch({ what, remote: name, name: lastPart(name) || `file-${fileId}`, ids }, target, {
      body: async () =>
        sessionFileContent(this.#server, {
          sessionId: this.sessionId,
          fileId,
          size: sizeBytes,
          signal,
          what: `file ${fileId}`,
        }),
      total: sizeBytes,
      check({ size }) {
        if (sizeBytes === undefined || size === sizeBytes) return;
        throw new CbError('Integrity', `file ${fileId}: got ${size} bytes of ${sizeBytes}`);
      },
    });
  }

  /** Files of a session that is over are in its archive alone. */
  readonly #archived = (error: unknown): never => {
    if (!isCbError(error, 'SessionGone')) throw error;
    throw error.reworded({
      hint: `what it has left may be in its archive: cblr session archive ${this.sessionId}`,
    });
  };

  /** The gzip tar of the whole session. (contract/live-response.md: clients call it .zip, it is none) */
  async fetchArchive(name: string, target: FetchTarget): Promise<Fetched> {
    const { signal, timeoutMs } = target;
    const remote = `session ${this.sessionId}`;
    const ids = { from: 'archive', session: this.sessionId };
    return await this.#fetch({ what: `archive of ${remote}`, remote, name, ids }, target, {
      body: async () => (await this.#server.archive(this.sessionId, { signal, timeoutMs })).body,
      check({ size }) {
        // Nobody tells its size, and there is no archive without a byte.
        if (size > 0) return;
        throw new CbError('BadReply', `the server sent nothing in place of the archive of ${remote}`, {
          hint: 'get it again; --debug shows the requests',
        });
      },
    });
  }

  /** Of this session, as far as the server still tells. */
  async #sensor(signal: AbortSignal): Promise<Pick<Taken, 'host' | 'sensor'>> {
    try {
      const { sensorId: sensor, hostname: host } = await this.session(signal);
      return { host, sensor };
    } catch (error) {
      if (!isCbError(error, 'NotFound', 'SessionGone')) throw error;
      return {};
    }
  }

  async #fetch(
    { what, remote, name, ids }: Source,
    { typed, force, signal, manifest }: FetchTarget,
    {
      body,
      total,
      check,
    }: {
      readonly body: () => Promise<AsyncIterable<Uint8Array>>;
      readonly total?: number | undefined;
      readonly check: (got: Pumped) => void;
    },
  ): Promise<Fetched> {
    const local = await localTarget(this.#deps.files, typed, name);
    let listed: ListedAs | undefined;
    if (manifest !== undefined) {
      const sensor = await this.#sensor(signal);
      listed = { manifest, taken: () => ({ ...ids, ...sensor, remote }) };
    }
    const options = { force, signal, total, listed };
    const got = { remote, local, ...(await saveShown(this.#deps, what, body, local, options, check)) };
    const { size: bytes, sha256 } = got;
    // What is fetched of a session that is over begins a transcript, too.
    const fields = { way: 'got', remote, local, session: this.sessionId, bytes, sha256 };
    await this.#deps.recorder.before('file', fields, { effect: 'reads' });
    return got;
  }
}

/** What is fetched: in words, where it is from, and the name that it has by itself. */
interface Source {
  readonly what: string;
  readonly remote: string;
  readonly name: string;
  readonly ids: Pick<Taken, 'from' | 'session' | 'file'>;
}

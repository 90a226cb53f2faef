import { randomBytes } from 'node:crypto';
import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles, OwnLog } from '../ports/local-files.ts';
import { maskBody } from '../text/secret-lines.ts';
import { chainLine, type Head, origin, sha256Of } from './chain.ts';
import { ChainedLog } from './chained-log.ts';
import type { EventFields, indexEvents } from './events.ts';
import type { FileDeps } from './file-deps.ts';
import { indexName, unregistered } from './names.ts';

/** Where it goes: a folder whose index knows it, or a file that stands alone. */
export type TranscriptPlace = { readonly folder: string } | { readonly file: string };

/** The file of one process, chained line by line. */
export class TranscriptFile {
  readonly #log: OwnLog;
  readonly #index: ChainedLog<typeof indexEvents> | undefined;
  readonly #name: string;
  #head: Head;
  /** Lines were added since the last sync began. */
  #isAhead = true;
  #syncing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  private constructor(
    log: OwnLog,
    head: Head,
    name: string,
    index: ChainedLog<typeof indexEvents> | undefined,
  ) {
    this.#log = log;
    this.#head = head;
    this.#name = name;
    this.#index = index;
  }

  /**
   * Makes it with its first line, of that time (Unix ms). In a folder it has the name of one that nobody has registered until its index knows that line: killed
   * in between, it is no file that was put in, and none that is missing.
   */
  static async open(
    place: TranscriptPlace,
    opened: EventFields<'opened'>,
    begunMs: number,
    deps: FileDeps,
  ): Promise<TranscriptFile> {
    const { files, own } = deps;
    const first = chainLine(origin, begunMs, 'opened', opened);
    const uid = own.uid ?? -1;
    const begin = async (path: string): Promise<OwnLog> => {
      const log = files.openLog(path, { begin: 'new', uid });
      try {
        log.append(encoded(first.line));
        return log;
      } catch (error) {
        // On a full disk: nothing is told in it, and each try would leave one.
        log.close();
        await files.remove(path).catch(() => undefined);
        throw error;
      }
    };
    if ('file' in place)
      return new TranscriptFile(await begin(place.file), first.head, place.file, undefined);
    await mustBeOurs(place.folder, files, uid);
    const name = `${stamp(begunMs)}-${own.pid}-${randomBytes(3).toString('hex')}.ndjson`;
    const log = await begin(`${place.folder}/${unregistered(name)}`);
    const index = new ChainedLog<typeof indexEvents>(`${place.folder}/${indexName}`, deps);
    try {
      await index.add('begun', { file: name, first: first.head.sha256 });
      log.rename(name);
    } catch (error) {
      // It stays: the index may know it.
      log.close();
      throw error;
    }
    return new TranscriptFile(log, first.head, name, index);
  }

  append(atMs: number, kind: string, fields: object): void {
    const { line, head } = chainLine(this.#head, atMs, kind, { ...fields });
    this.#log.append(encoded(line));
    this.#isAhead = true;
    this.#head = head;
  }

  /** What a line says of what is posted. */
  bodyOf(json: unknown): { readonly body: string; readonly bytes: number; readonly sha256: string } {
    const posted = Buffer.from(JSON.stringify(json) ?? '');
    return { body: JSON.stringify(maskBody(json)), bytes: posted.length, sha256: sha256Of(posted) };
  }

  /** All that was written by now is on the disk. Those who ask meanwhile wait for one more, and go on in their order. */
  sync(): Promise<void> {
    if (!this.#isAhead && this.#next === undefined) return this.#syncing;
    this.#next ??= this.#syncing
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#isAhead = false;
        this.#syncing = this.#log.sync().catch((error: unknown) => {
          this.#isAhead = true;
          throw error;
        });
        return this.#syncing;
      });
    return this.#next;
  }

  /** Whole, and known as such. */
  async finish(): Promise<void> {
    try {
      await this.sync();
      const { n: lines, sha256: last } = this.#head;
      await this.#index?.add('finished', { file: this.#name, lines, last });
    } finally {
      this.#log.close();
    }
  }
}

/** 2024-05-14-093000123, UTC: names are in the order of time. */
function stamp(ms: number): string {
  return new Date(ms).toISOString().replace('T', '-').replaceAll(/[:.Z]/g, '');
}

function encoded(line: string): Uint8Array {
  return new TextEncoder().encode(`${line}\n`);
}

/** What another account could put in its place, or change, is no evidence. */
async function mustBeOurs(folder: string, files: LocalFiles, uid: number): Promise<void> {
  await files.makeDirectory(folder, { parents: true, mode: 0o700 });
  const found = uid < 0 ? undefined : await files.stat(folder);
  if (found === undefined) return;
  const why =
    found.uid !== uid
      ? 'belongs to another user'
      : (found.mode & 0o022) === 0
        ? undefined
        : 'can be written by others';
  if (why !== undefined) throw new CbError('LocalFile', `${folder} ${why}`, { context: { path: folder } });
}

import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { DeliveredFile } from '../sensors/endpoint.ts';
import { lazyContent, type StoredContent, spool } from './stored-content.ts';

/** Up to here a delivered file is copied, so that it outlives its original on the endpoint. */
const copyLimitBytes = 16 * 1024 * 1024;

/** A file of a session's store. */
export interface SessionFile {
  readonly id: number;
  readonly name: string;
  size: number | null;
  sizeUploaded: number;
  /** 0, or the code the transfer failed with. */
  status: number;
  isDeleted: boolean;
  content: StoredContent | undefined;
}

/** The files of one session, by id. */
export class SessionFiles {
  readonly #files = new Map<number, SessionFile>();
  readonly #path: (id: number) => string;
  readonly #nextId: () => number;

  /** @param folder where uploads are spooled; @param prefix keeps sessions apart in it. */
  constructor(folder: string, prefix: string, nextId: () => number) {
    this.#nextId = nextId;
    this.#path = (id) => join(folder, `${prefix}-${id}`);
  }

  /** An entry without content yet: `get file` has its id before the sensor has sent a byte. */
  reserve(name: string): SessionFile {
    const file: SessionFile = {
      id: this.#nextId(),
      name,
      size: null,
      sizeUploaded: 0,
      status: 0,
      isDeleted: false,
      content: undefined,
    };
    this.#files.set(file.id, file);
    return file;
  }

  /** Stores what a client uploads; the file appears once it is whole. */
  async upload(name: string, source: Readable, modified: number, signal: AbortSignal): Promise<SessionFile> {
    const file = this.reserve(name);
    this.#files.delete(file.id);
    const content = await spool(this.#path(file.id), source, modified, () => {}, signal);
    file.content = content;
    file.size = content.size;
    file.sizeUploaded = content.size;
    this.#files.set(file.id, file);
    return file;
  }

  /** Stores what the sensor sends for an entry made by `reserve`. */
  async receive(file: SessionFile, delivered: DeliveredFile, signal: AbortSignal): Promise<void> {
    file.size = delivered.size;
    file.sizeUploaded = 0;
    if (delivered.size > copyLimitBytes) {
      file.content = lazyContent(delivered);
      file.sizeUploaded = delivered.size;
      return;
    }
    const source = lazyContent(delivered).read(0, delivered.size);
    const content = await spool(
      this.#path(file.id),
      source,
      delivered.modified,
      (count) => {
        file.sizeUploaded += count;
      },
      signal,
    );
    file.size = content.size;
    file.content = content;
  }

  /** The transfer came to nothing. */
  fail(file: SessionFile, code: number): void {
    file.size = null;
    file.status = code;
  }

  get(id: number): SessionFile | undefined {
    return this.#files.get(id);
  }

  list(): SessionFile[] {
    return [...this.#files.values()];
  }

  get count(): number {
    return this.#files.size;
  }

  get bytes(): number {
    return this.list().reduce((sum, file) => sum + (file.content?.size ?? 0), 0);
  }

  async remove(file: SessionFile): Promise<void> {
    file.isDeleted = true;
    this.#files.delete(file.id);
    await file.content?.discard();
  }

  async discard(): Promise<void> {
    await Promise.all(this.list().map((file) => this.remove(file)));
  }
}

/** A file object (contract/live-response-queue.md, "Session-file endpoints"). */
export function fileWire(file: SessionFile): Record<string, unknown> {
  return {
    id: file.id,
    file_name: file.name,
    size: file.size,
    size_uploaded: file.sizeUploaded,
    status: file.status,
    delete: file.isDeleted,
  };
}

import { createReadStream, createWriteStream, unlink } from 'node:fs';
import { link, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytesContent, type Content } from './content.ts';

const LARGEST_IN_MEMORY = 64 * 1024;

/** Keeps what was uploaded or made: small things in memory, the rest in temporary files. */
export class Spool {
  #folder: Promise<string> | undefined;
  #count = 0;
  // A file is removed when nothing refers to its content any more.
  readonly #forgotten = new FinalizationRegistry<string>((path) => unlink(path, () => {}));

  /** Takes the whole stream in constant memory. Throws what the stream or the disk throws; nothing stays behind then. */
  async keep(source: Readable, sizeHint: number, through: readonly Transform[] = []): Promise<Content> {
    if (sizeHint <= LARGEST_IN_MEMORY && through.length === 0) return this.#keepSmall(source);
    const path = await this.newPath();
    const sink = createWriteStream(path, { mode: 0o600, flags: 'wx', highWaterMark: 1024 * 1024 });
    try {
      await pipeline([source, ...through, sink]);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return this.adopt(path, sink.bytesWritten);
  }

  /** Takes a file over by a link, whatever its size; undefined where that cannot be (another disk, a small file): then copy it. */
  async link(upload: {
    readonly path?: string | undefined;
    readonly size: number;
  }): Promise<Content | undefined> {
    if (upload.path === undefined || upload.size <= LARGEST_IN_MEMORY) return undefined;
    const path = await this.newPath();
    try {
      await link(upload.path, path);
    } catch {
      return undefined;
    }
    return this.adopt(path, upload.size);
  }

  /** A path of ours that does not exist yet. */
  async newPath(): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'cblr-lab-'));
    this.#count += 1;
    return join(await this.#folder, `${this.#count}.bin`);
  }

  /** Makes a file at one of our paths a content. */
  adopt(path: string, size: number): Content {
    let shared = false;
    const content: Content = {
      size,
      read(start, end) {
        if (end <= start) return bytesContent(new Uint8Array(0)).read(0, 0);
        const stream = createReadStream(path, { start, end: end - 1, highWaterMark: 1024 * 1024 });
        // Held until the stream ends: the file must not go while it is being read.
        stream.once('close', () => content.size);
        return stream;
      },
      share: () => {
        shared = true;
      },
      release: () => {
        if (!shared) unlink(path, () => {});
      },
    };
    this.#forgotten.register(content, path);
    return content;
  }

  async close(): Promise<void> {
    const folder = await this.#folder;
    this.#folder = undefined;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  // The size is the client's word: what turns out larger still goes to memory only as far as the server let it in.
  async #keepSmall(source: Readable): Promise<Content> {
    const parts: Buffer[] = [];
    for await (const part of source) parts.push(typeof part === 'string' ? Buffer.from(part) : part);
    return bytesContent(Buffer.concat(parts));
  }
}

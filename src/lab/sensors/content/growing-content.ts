import { Readable } from 'node:stream';
import { bytesContent, type Content } from './content.ts';

interface Piece {
  readonly at: number;
  readonly content: Content;
}

/**
 * A file that a program writes while others read it. Bytes are kept; other contents are kept by reference, so
 * `type huge.bin > copy` costs nothing.
 */
export class GrowingContent implements Content {
  readonly #pieces: Piece[] = [];
  #small: Buffer[] = [];
  #smallBytes = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#small.push(Buffer.from(bytes));
    this.#smallBytes += bytes.length;
    this.#size += bytes.length;
    // Many one-line writes become one piece, so that reading does not walk thousands.
    if (this.#smallBytes >= 256 * 1024) this.#settle();
  }

  appendContent(content: Content): void {
    this.#settle();
    if (content.size > 0) {
      content.share?.();
      this.#pieces.push({ at: this.#size, content });
      this.#size += content.size;
    }
  }

  read(start: number, end: number): Readable {
    this.#settle();
    return Readable.from(this.#chunks(start, end), { objectMode: false, highWaterMark: 1024 * 1024 });
  }

  async *#chunks(start: number, end: number): AsyncGenerator<Buffer> {
    for (const { at, content } of this.#pieces.slice()) {
      const from = Math.max(start, at);
      const to = Math.min(end, at + content.size);
      if (from < to) yield* content.read(from - at, to - at);
    }
  }

  #settle(): void {
    if (this.#smallBytes > 0) {
      const joined = Buffer.concat(this.#small);
      this.#pieces.push({ at: this.#size - this.#smallBytes, content: bytesContent(joined) });
      this.#small = [];
      this.#smallBytes = 0;
    }
  }
}

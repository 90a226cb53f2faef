/** UTF-8 that grows. */
export class ByteRoom {
  bytes: Buffer;
  length = 0;
  readonly #size: number;
  /** One that was handed over and came back. */
  #spare: Buffer | undefined;

  constructor(size: number) {
    this.#size = size;
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  add(text: string): void {
    // A unit of UTF-16 takes three bytes at most.
    this.ensure(text.length < 4096 ? 3 * text.length : Buffer.byteLength(text));
    this.length += this.bytes.write(text, this.length);
  }

  addByte(byte: number): void {
    this.ensure(1);
    this.bytes[this.length++] = byte;
  }

  copy(from: Buffer, start: number, end: number): void {
    this.ensure(end - start);
    this.length += from.copy(this.bytes, this.length, start, end);
  }

  /** That so many more have room. */
  ensure(more: number): void {
    const wanted = this.length + more;
    if (wanted <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(wanted, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** What is there; it belongs to whoever takes it. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.length);
    this.bytes = this.#spare ?? Buffer.allocUnsafeSlow(this.#size);
    this.#spare = undefined;
    this.length = 0;
    return taken;
  }

  /** Nobody looks at what was taken any more. */
  giveBack({ buffer }: Buffer): void {
    if (buffer.byteLength === this.#size) this.#spare = Buffer.from(buffer);
  }
}

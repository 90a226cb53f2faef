/** Takes exact numbers of bytes from pieces of any size. */
export class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #isOver = false;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** At most so many bytes, at least one; undefined at the end. Overwritten once the next are taken. */
  async some(most: number): Promise<Uint8Array | undefined> {
    while (this.#held.length === 0 && !this.#isOver) {
      const { done, value } = await this.#pieces.next();
      if (done === true) this.#isOver = true;
      else this.#held = value;
    }
    if (this.#held.length === 0) return undefined;
    const taken = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }

  /** As many as are asked for; fewer only at the end. */
  async take(count: number): Promise<Uint8Array> {
    const taken = new Uint8Array(count);
    let at = 0;
    while (at < count) {
      const piece = await this.some(count - at);
      if (piece === undefined) return taken.subarray(0, at);
      taken.set(piece, at);
      at += piece.length;
    }
    return taken;
  }
}

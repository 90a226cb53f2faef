/** Where a body is put together. */
export interface Gathering {
  /** What comes next. `expected`: how many bytes there will be in all, for what is known. */
  add(piece: Uint8Array, expected: number): void;
}

/** A list of the pieces would take a hundred times their bytes where each is a single one. */
export class GatheredBytes implements Gathering {
  #room: Buffer = Buffer.alloc(0);
  #length = 0;

  get bytes(): Buffer {
    return this.#room.subarray(0, this.#length);
  }

  add(piece: Uint8Array, expected: number): void {
    const wanted = this.#length + piece.byteLength;
    if (wanted > this.#room.byteLength) {
      const larger = Buffer.allocUnsafeSlow(expected >= wanted ? expected : Math.max(64 * 1024, 2 * wanted));
      this.#room.copy(larger, 0, 0, this.#length);
      this.#room = larger;
    }
    this.#room.set(piece, this.#length);
    this.#length = wanted;
  }
}

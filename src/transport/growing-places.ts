/** Whole numbers, as many as there turn out to be, that are no work for a collector. */
export class GrowingPlaces {
  at: Int32Array;
  length = 0;

  constructor(expected: number) {
    this.at = new Int32Array(expected);
  }

  /** With so many more to be put behind `length`. */
  room(more: number): Int32Array {
    const wanted = this.length + more;
    if (wanted > this.at.length) {
      const larger = new Int32Array(2 * wanted);
      larger.set(this.at);
      this.at = larger;
    }
    return this.at;
  }

  push(place: number): void {
    this.room(1)[this.length++] = place;
  }
}

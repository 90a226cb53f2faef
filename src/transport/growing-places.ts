/** Whole numbers, as many as there turn out to be, that are no work for a collector. */
export class GrowingPlaces {
  at: Int32Array;
  length = 0;

  constructor(expected: number) {
    this.at = new Int32Array(expected);
  }

  push(place: number): void {
    if (this.length === this.at.length) {
      const more = new Int32Array(2 * this.length);
      more.set(this.at);
      this.at = more;
    }
    this.at[this.length++] = place;
  }
}

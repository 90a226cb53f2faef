/** Whole numbers, as many as there turn out to be, that are no work for a collector. */
export class GrowingPlaces {
  at: Int32Array = new Int32Array(16 * 1024);
  length = 0;

  append(places: Int32Array): void {
    const wanted = this.length + places.length;
    if (wanted > this.at.length) {
      const larger = new Int32Array(2 * wanted);
      larger.set(this.at);
      this.at = larger;
    }
    this.at.set(places, this.length);
    this.length = wanted;
  }
}

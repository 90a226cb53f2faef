/** A line that was given and that nobody has begun to run: Ctrl-C means it. */
export class GivenLine {
  #isHeld = false;
  #isStruck = false;

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** The line once all is written that comes before what it writes; empty where it was struck. */
  async hold(line: string, written: Promise<void>): Promise<string> {
    this.#isHeld = true;
    this.#isStruck = false;
    await written;
    this.#isHeld = false;
    return this.#isStruck ? '' : line;
  }

  /** It is not run. False where there is none. */
  strike(): boolean {
    this.#isStruck = this.#isHeld;
    return this.#isHeld;
  }
}

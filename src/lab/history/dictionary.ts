/** Texts that come often, as numbers. 0 is the empty text. */
export class Dictionary {
  readonly #ids = new Map<string, number>([['', 0]]);
  readonly #texts: string[] = [''];

  id(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#texts.push(text);
    this.#ids.set(text, this.#texts.length - 1);
    return this.#texts.length - 1;
  }

  text(id: number): string {
    return this.#texts[id] ?? '';
  }

  texts(): readonly string[] {
    return this.#texts;
  }

  /** Ids of the texts that match. */
  find(matches: (text: string) => boolean): number[] {
    const found: number[] = [];
    for (const [id, text] of this.#texts.entries()) {
      if (matches(text)) found.push(id);
    }
    return found;
  }
}

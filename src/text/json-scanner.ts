const quote = 0x22;
const comma = 0x2c;
const digit0 = 0x30;
const digit9 = 0x39;
const backslash = 0x5c;
/** Brackets and braces differ in this bit alone. */
const brace = 0x20;
const opener = 0x7b;
const closer = 0x7d;

/** Levels that no reply comes near; whatever walks or writes the value again may then do so by recursion. */
const deepestLevel = 500;
/** A whole number with fewer digits is exact in JavaScript. */
const longInteger = 16;

/**
 * Finds the brackets and commas of JSON (UTF-8, in one piece or several), and passes over strings. It checks nothing else: what is cut at
 * its marks is JSON where a parser takes every part.
 */
export class JsonScanner {
  /** A number had 16 digits or more in a row, since this was last set to false. */
  hasLongInteger = false;
  #depth = 0;
  #digits = 0;
  #isInString = false;
  /** The string was cut between a backslash and what it escapes. */
  #isEscaped = false;

  /** Brackets that are open behind what was scanned. */
  get depth(): number {
    return this.#depth;
  }

  /**
   * The place of the next bracket or comma on one of the first `levels` levels, a bracket being on the level that it opens or closes. The
   * length where there is none: then `next` goes on at the beginning of the following piece.
   * @throws SyntaxError for more than 500 levels, which are there only to exhaust the stack.
   */
  next(bytes: Uint8Array, from: number, levels: number): number {
    let at = this.#isInString ? this.#endOfString(bytes, from) : from;
    for (; at < bytes.length; at++) {
      const code = bytes[at] ?? 0;
      if (code >= digit0 && code <= digit9) {
        this.#digits++;
        if (this.#digits === longInteger) this.hasLongInteger = true;
        continue;
      }
      this.#digits = 0;
      if (code === quote) at = this.#endOfString(bytes, at + 1) - 1;
      else if (code === comma) {
        if (this.#depth <= levels) return at;
      } else if ((code | brace) === opener) {
        this.#depth++;
        if (this.#depth <= levels) return at;
        if (this.#depth > deepestLevel) throw new SyntaxError(`nested more than ${deepestLevel} deep`);
      } else if ((code | brace) === closer) {
        this.#depth--;
        if (this.#depth < levels) return at;
      }
    }
    return bytes.length;
  }

  /** The place behind the closing quote. */
  #endOfString(bytes: Uint8Array, from: number): number {
    let at = this.#isEscaped ? from + 1 : from;
    let code = bytes[at];
    while (code !== quote && code !== undefined) {
      at += code === backslash ? 2 : 1;
      code = bytes[at];
    }
    this.#isInString = code === undefined;
    this.#isEscaped = at > bytes.length;
    return at + 1;
  }
}

/** @throws SyntaxError as `next` does. */
export function expectShallow(bytes: Uint8Array): void {
  const noLevel = -1 - bytes.length;
  new JsonScanner().next(bytes, 0, noLevel);
}

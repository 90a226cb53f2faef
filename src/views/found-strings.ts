import type { Column } from '../spec/result.ts';

/** A run of printable characters in bytes of any kind. */
export interface FoundString {
  /** Of its first byte. */
  readonly offset: number;
  readonly encoding: FoundEncoding;
  readonly text: string;
}

type FoundEncoding = 'ascii' | 'utf-16le';

/** A longer one comes in pieces of this length, so that no file fills the memory. */
export const longestString = 4096;

/**
 * Runs of at least so many printable ASCII characters, each in one byte, or in two of which the second is zero, at even and at odd places.
 * They come as they end.
 */
export async function* findStrings(
  pieces: AsyncIterable<Uint8Array>,
  least: number,
): AsyncGenerator<FoundString> {
  const narrow = new Run('ascii', least);
  const wide = [new Run('utf-16le', least), new Run('utf-16le', least)] as const;
  let offset = 0;
  let before = 0;
  for await (const piece of pieces) {
    const found: FoundString[] = [];
    for (const byte of piece) {
      if (isPrintable(byte)) narrow.add(byte, offset, found);
      else narrow.end(found);
      const run = wide[offset % 2 === 0 ? 0 : 1];
      if (byte === 0 && isPrintable(before)) run.add(before, offset - 1, found);
      else run.end(found);
      before = byte;
      offset += 1;
    }
    yield* found;
  }
  const last: FoundString[] = [];
  for (const run of [narrow, ...wide]) run.end(last);
  yield* last.sort((a, b) => a.offset - b.offset);
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09;
}

class Run {
  readonly #encoding: FoundEncoding;
  readonly #least: number;
  #offset = 0;
  #codes: number[] = [];
  /** Its beginning was given already. */
  #goesOn = false;

  constructor(encoding: FoundEncoding, least: number) {
    this.#encoding = encoding;
    this.#least = least;
  }

  add(code: number, offset: number, found: FoundString[]): void {
    if (this.#codes.length === 0) this.#offset = offset;
    this.#codes.push(code);
    if (this.#codes.length < longestString) return;
    this.#give(found);
    this.#goesOn = true;
  }

  end(found: FoundString[]): void {
    if (this.#codes.length >= (this.#goesOn ? 1 : this.#least)) this.#give(found);
    else this.#codes = [];
    this.#goesOn = false;
  }

  #give(found: FoundString[]): void {
    const text = String.fromCharCode(...this.#codes);
    found.push({ offset: this.#offset, encoding: this.#encoding, text });
    this.#codes = [];
  }
}

export const stringColumns: readonly Column<FoundString>[] = [
  {
    field: 'offset',
    head: 'offset',
    of: ({ offset }) => offset,
    show: ({ offset }) => offset.toString(16).padStart(8, '0'),
    style: () => 'dim',
  },
  { field: 'encoding', head: 'encoding', of: ({ encoding }) => encoding },
  { field: 'text', head: 'text', of: ({ text }) => text, whole: true },
];

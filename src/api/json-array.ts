import { CbError } from '../errors/cb-error.ts';
import { parseExactly } from '../text/exact-json.ts';
import { JsonScanner } from '../text/json-scanner.ts';

/** Characters of one item that no reply comes near. */
const longestItem = 16 * 1024 * 1024;

const closeArray = 0x5d;
const openArray = 0x5b;
const comma = 0x2c;

/**
 * The items of a JSON array one by one as its bytes come, for lists that are too long to be held as text. `BadReply` for what is no
 * array, and where it breaks off.
 */
export async function* jsonArrayItems(
  body: AsyncIterable<Uint8Array>,
  what: string,
): AsyncGenerator<unknown> {
  const reader = new ItemReader();
  try {
    for await (const chunk of body) yield* reader.read(chunk);
    reader.end();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CbError('BadReply', `the server's reply is no list of ${what}, or breaks off`, {
      hint: '--debug shows the requests',
      cause: error,
    });
  }
}

/** Throws `SyntaxError`. */
class ItemReader {
  readonly #scanner = new JsonScanner();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #state: 'before' | 'within' | 'behind' = 'before';
  #hasItems = false;
  /** What has come of an item in the pieces before. */
  #held = '';

  *read(bytes: Uint8Array): Generator<unknown> {
    let start = 0;
    for (let at = this.#next(bytes, 0); at < bytes.length; at = this.#next(bytes, at + 1)) {
      const text = this.#held + this.#decoder.decode(bytes.subarray(start, at));
      this.#held = '';
      start = at + 1;
      yield* this.#cut(text, bytes[at]);
    }
    const rest = this.#decoder.decode(bytes.subarray(start), { stream: true });
    if (this.#state === 'within') this.#held += rest;
    else expectBlank(rest);
    if (this.#held.length > longestItem) throw new SyntaxError('an item that does not end');
  }

  end(): void {
    if (this.#state !== 'behind') throw new SyntaxError('no end of the list');
  }

  /** Commas between items, and the brackets of the list. */
  #next(bytes: Uint8Array, from: number): number {
    return this.#scanner.next(bytes, from, 1);
  }

  *#cut(text: string, mark: number | undefined): Generator<unknown> {
    if (this.#state === 'within' && (mark === comma || mark === closeArray)) {
      if (mark === closeArray) this.#state = 'behind';
      const isEmpty = mark === closeArray && !this.#hasItems && text.trim() === '';
      this.#hasItems = true;
      if (!isEmpty) yield parseExactly(text);
    } else if (this.#state === 'before' && mark === openArray) {
      expectBlank(text);
      this.#state = 'within';
    } else throw new SyntaxError('no list');
  }
}

function expectBlank(text: string): void {
  // A byte order mark counts as a blank.
  if (text.trim() !== '') throw new SyntaxError('more than a list');
}

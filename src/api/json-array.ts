import { CbError } from '../errors/cb-error.ts';

/** Levels of nesting and characters of one item that no reply comes near. */
const deepest = 500;
const longestItem = 16 * 1024 * 1024;

const quote = 0x22;
const comma = 0x2c;
const openers: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closers: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * The items of a JSON array one by one as its bytes come, for lists that are too long to be held as text. `BadReply` for what is no
 * array, and where it breaks off.
 */
export async function* jsonArrayItems(
  body: AsyncIterable<Uint8Array>,
  what: string,
): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  const scanner = new Scanner(what);
  for await (const chunk of body) yield* scanner.read(decoder.decode(chunk, { stream: true }));
  yield* scanner.read(decoder.decode());
  scanner.end();
}

/** Finds where items end: at a comma or at the closing bracket on the level of the array. */
class Scanner {
  readonly #what: string;
  #state: 'before' | 'within' | 'behind' = 'before';
  /** What has come of the item that is being read. */
  #item = '';
  /** Where in it the scan goes on. */
  #at = 0;
  #depth = 0;
  #inString = false;

  constructor(what: string) {
    this.#what = what;
  }

  *read(text: string): Generator<unknown> {
    this.#item += text;
    if (this.#state === 'before' && !this.#begin()) return;
    if (this.#state === 'within') yield* this.#scan();
    if (this.#state === 'behind' && this.#item.trim() !== '') throw this.#broken();
    if (this.#item.length > longestItem) throw this.#broken();
  }

  end(): void {
    if (this.#state !== 'behind') throw this.#broken();
  }

  #begin(): boolean {
    const start = this.#item.search(/[^\s\ufeff]/);
    if (start < 0) return false;
    if (this.#item[start] !== '[') throw this.#broken();
    this.#item = this.#item.slice(start + 1);
    this.#state = 'within';
    return true;
  }

  *#scan(): Generator<unknown> {
    let start = 0;
    let at = this.#at;
    const text = this.#item;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (this.#inString) {
        const next = endOfString(text, at);
        if (next < 0) break;
        at = next;
        this.#inString = false;
        continue;
      }
      if (code === quote) this.#inString = true;
      else if (openers.has(code)) this.#deeper();
      else if (this.#depth > 0) this.#depth -= closers.has(code) ? 1 : 0;
      else if (code === comma || closers.has(code)) {
        yield* this.#parse(text.slice(start, at), code === comma);
        start = at + 1;
        if (code !== comma) {
          this.#state = 'behind';
          break;
        }
      }
      at += 1;
    }
    this.#item = text.slice(start);
    // A string that goes on is scanned again from its beginning: its end may be half an escape.
    this.#at = Math.max(0, at - start);
  }

  #deeper(): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.#broken();
  }

  *#parse(text: string, hasNext: boolean): Generator<unknown> {
    if (!hasNext && text.trim() === '') return;
    try {
      yield JSON.parse(text) as unknown;
    } catch (error) {
      if (error instanceof SyntaxError) throw this.#broken(error);
      throw error;
    }
  }

  #broken(cause?: unknown): CbError {
    return new CbError('BadReply', `the server's reply is no list of ${this.#what}, or breaks off`, {
      hint: '--debug shows the requests',
      cause,
    });
  }
}

/** The place behind the closing quote; -1 where it has not come yet. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (at - backslashes > from && text[at - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  return -1;
}

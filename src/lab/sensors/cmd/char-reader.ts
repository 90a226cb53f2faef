import { CmdSyntaxError, type Redirect } from './syntax.ts';

/** Walks over a command line. */
export class CharReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  get rest(): string {
    return this.#text.slice(this.#at);
  }

  peek(): string {
    return this.#text.charAt(this.#at);
  }

  next(): string {
    this.#at += 1;
    return this.#text.charAt(this.#at - 1);
  }

  looksAt(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  take(text: string): boolean {
    const isThere = this.looksAt(text);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  /** Takes a word, in any case, that ends where words end. */
  takeWord(word: string): boolean {
    this.skipBlanks();
    const found = this.#text.slice(this.#at, this.#at + word.length);
    const after = this.#text.charAt(this.#at + word.length);
    if (found.toLowerCase() !== word || !/^[\s(/,;=]?$/.test(after)) return false;
    this.#at += word.length;
    return true;
  }

  skipBlanks(): void {
    while (/^[ \t,;=\r]$/.test(this.peek())) this.#at += 1;
  }

  /** `==`, also behind spaces; an equals sign is a blank everywhere else. */
  takeEquals(): boolean {
    const found = /^[ \t]*==/.exec(this.rest);
    return found !== null && this.take(found[0]);
  }

  skipLine(): void {
    while (!this.atEnd && !this.looksAt('\n')) this.#at += 1;
  }

  /** Up to a blank or `==`; quotes hold together and stay. */
  token(): string {
    this.skipBlanks();
    let token = '';
    let isQuoted = false;
    while (
      !this.atEnd &&
      (isQuoted || !/^[ \t\n(]$/.test(this.peek())) &&
      (isQuoted || !this.looksAt('=='))
    ) {
      const char = this.next();
      if (char === '"') isQuoted = !isQuoted;
      token += char === '^' && !isQuoted ? this.next() : char;
    }
    return token;
  }

  /** What stands between `(` and its `)`. */
  parenthesised(): string {
    if (!this.take('(')) throw new CmdSyntaxError(this.peek());
    let text = '';
    let depth = 1;
    let quote = '';
    while (!this.atEnd) {
      const char = this.next();
      if (quote !== '') quote = char === quote ? '' : quote;
      else if (char === '"' || char === "'") quote = char;
      else if (char === '(') depth += 1;
      else if (char === ')') depth -= 1;
      if (depth === 0) return text;
      text += char;
    }
    throw new CmdSyntaxError('');
  }

  /** `>`, `>>` or `<` with its target; `digit` is the handle that stood before it. */
  redirect(digit: string | undefined): Redirect {
    const isInput = this.take('<');
    const append = !isInput && this.take('>') && this.take('>');
    const handle = digit === undefined ? (isInput ? 0 : 1) : digit === '0' ? 0 : digit === '2' ? 2 : 1;
    if (this.take('&')) return { handle, append, target: { handle: Number(this.next()) } };
    const file = this.#target();
    if (file === '') throw new CmdSyntaxError('');
    return { handle, append, target: { file } };
  }

  #target(): string {
    this.skipBlanks();
    let file = '';
    let isQuoted = false;
    while (!this.atEnd && (isQuoted || !/^[\s&|<>(),;=]$/.test(this.peek()))) {
      const char = this.next();
      if (char === '"') isQuoted = !isQuoted;
      else file += char === '^' && !isQuoted ? this.next() : char;
    }
    return file;
  }
}

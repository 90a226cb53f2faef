import { ShellSyntaxError, type Word, type WordPart } from './syntax.ts';

/** Walks over a script: blanks, words, operators. */
export class ScriptReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  peek(): string {
    return this.#text.charAt(this.#at);
  }

  looksAt(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  take(text: string): boolean {
    const isThere = this.looksAt(text);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  /** Takes what a pattern finds right here; the pattern is sticky. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text);
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found;
  }

  skipBlanks(): void {
    this.match(/(?:[ \t\r]|\\\n)*(?:#[^\n]*)?/);
  }

  skipLines(): void {
    this.match(/(?:\s|\\\n|#[^\n]*\n?)*/);
  }

  /** A reserved word, only as a whole word. */
  takeReserved(word: string): boolean {
    this.skipBlanks();
    const after = this.#text.charAt(this.#at + word.length);
    return (after === '' || /[\s;&|<>()]/.test(after)) && this.take(word);
  }

  looksAtReserved(words: readonly string[]): boolean {
    return words.some((word) => {
      const after = this.#text.charAt(this.#at + word.length);
      return this.looksAt(word) && (after === '' || /[\s;&|<>()]/.test(after));
    });
  }

  /** One word; undefined where none begins. */
  word(): Word | undefined {
    this.skipBlanks();
    const parts: WordPart[] = [];
    while (!this.atEnd && !/[\s;&|<>()]/.test(this.peek())) parts.push(...this.#part());
    return parts.length === 0 ? undefined : parts;
  }

  #part(): WordPart[] {
    const plain = this.match(/[^\s;&|<>()'"\\$`]+/);
    if (plain !== undefined) return [{ kind: 'text', text: plain[0], quoted: false }];
    if (this.take("'")) {
      const text = this.match(/[^']*/)?.[0] ?? '';
      this.#close("'");
      return [{ kind: 'text', text, quoted: true }];
    }
    if (this.take('"')) return this.#doubleQuoted();
    if (this.take('\\')) return this.take('\n') ? [] : [{ kind: 'text', text: this.#next(), quoted: true }];
    return [this.#dollar(false)];
  }

  #doubleQuoted(): WordPart[] {
    const parts: WordPart[] = [{ kind: 'text', text: '', quoted: true }];
    while (!this.take('"')) {
      if (this.atEnd) throw new ShellSyntaxError('"');
      const plain = this.match(/[^"\\$`]+/);
      const escaped = plain === undefined ? this.match(/\\([$`"\\])/) : undefined;
      if (plain !== undefined) parts.push({ kind: 'text', text: plain[0], quoted: true });
      else if (escaped !== undefined) parts.push({ kind: 'text', text: escaped[1] ?? '', quoted: true });
      else if (this.take('\\')) parts.push({ kind: 'text', text: this.take('\n') ? '' : '\\', quoted: true });
      else parts.push(this.#dollar(true));
    }
    return parts;
  }

  /** `$x`, `${x}`, `$(…)`, `$((…))`, or a backtick command. */
  #dollar(quoted: boolean): WordPart {
    if (this.take('`')) {
      const script = this.match(/(?:[^`\\]|\\[\s\S])*/)?.[0] ?? '';
      this.#close('`');
      return { kind: 'command', script: script.replace(/\\([`\\$])/g, '$1'), quoted };
    }
    this.take('$');
    if (this.take('((')) {
      const expression = this.#until('))');
      return { kind: 'arithmetic', expression, quoted };
    }
    if (this.take('(')) return { kind: 'command', script: this.#balanced(), quoted };
    if (this.take('{')) return this.#braced(quoted);
    const name = this.match(/[A-Za-z_][A-Za-z0-9_]*|[0-9?$!#@*-]/)?.[0];
    return name === undefined
      ? { kind: 'text', text: '$', quoted: true }
      : { kind: 'variable', name, quoted, operator: '', operand: [] };
  }

  #braced(quoted: boolean): WordPart {
    const isLength = this.match(/#(?=[A-Za-z_])/) !== undefined;
    const name = this.match(/[A-Za-z_][A-Za-z0-9_]*|[0-9?$!#@*-]/)?.[0] ?? '';
    const operator = this.match(/:?[-+=]/)?.[0] ?? '';
    const inner = new ScriptReader(this.#until('}'));
    return {
      kind: 'variable',
      name,
      quoted,
      operator: isLength ? '#' : operator,
      operand: inner.#everything(),
    };
  }

  #everything(): Word {
    const parts: WordPart[] = [];
    while (!this.atEnd) {
      const blank = this.match(/[\s;&|<>()]+/);
      parts.push(
        ...(blank === undefined ? this.#part() : [{ kind: 'text' as const, text: blank[0], quoted: true }]),
      );
    }
    return parts;
  }

  #balanced(): string {
    const start = this.#at;
    let depth = 1;
    while (!this.atEnd) {
      const quoted = this.match(/'[^']*'|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"/);
      const char = quoted === undefined ? this.#next() : '';
      depth += char === '(' ? 1 : char === ')' ? -1 : 0;
      if (depth === 0) return this.#text.slice(start, this.#at - 1);
    }
    throw new ShellSyntaxError('(');
  }

  #until(end: string): string {
    const at = this.#text.indexOf(end, this.#at);
    if (at < 0) throw new ShellSyntaxError(end);
    const text = this.#text.slice(this.#at, at);
    this.#at = at + end.length;
    return text;
  }

  #close(quote: string): void {
    if (!this.take(quote)) throw new ShellSyntaxError(quote);
  }

  #next(): string {
    this.#at += 1;
    return this.#text.charAt(this.#at - 1);
  }
}

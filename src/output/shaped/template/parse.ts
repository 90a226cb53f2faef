import { misplaced, type TemplatePiece, templatePieces, type Word } from './lex.ts';

/** What is written between the text. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly pipe: Pipe }
  | { readonly kind: 'set'; readonly name: string; readonly isNew: boolean; readonly pipe: Pipe }
  | {
      readonly kind: 'if' | 'with';
      readonly pipe: Pipe;
      readonly set: string | undefined;
      readonly then: readonly Node[];
      readonly other: readonly Node[];
    }
  | {
      readonly kind: 'range';
      readonly pipe: Pipe;
      /** `$i, $each := …` */
      readonly names: readonly string[];
      readonly then: readonly Node[];
      readonly other: readonly Node[];
    };

/** Commands, each of which gets what the one before gave as its last word. */
export type Pipe = readonly Command[];
export type Command = readonly TemplateOperand[];

export type TemplateOperand =
  | { readonly kind: 'call'; readonly name: string; readonly at: number }
  /** Of the row (or what a `range` or `with` is at), a variable, or what is in brackets: the member that the names lead to. */
  | {
      readonly kind: 'path';
      readonly from: 'dot' | Pipe | { readonly variable: string };
      readonly names: readonly string[];
      readonly at: number;
    }
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null };

/** Kind `Usage`, with the place, for what is no template, and for functions and variables that there are not. */
export function parseTemplate(template: string, functions: ReadonlySet<string>): readonly Node[] {
  const parser = new Parser(template, functions);
  return parser.whole();
}

const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, nil: null };

class Parser {
  readonly #template: string;
  readonly #functions: ReadonlySet<string>;
  readonly #pieces: readonly TemplatePiece[];
  #at = 0;
  /** Words of the action that is read, and where. */
  #words: readonly Word[] = [];
  #word = 0;
  readonly #variables = new Set(['$']);

  constructor(template: string, functions: ReadonlySet<string>) {
    this.#template = template;
    this.#functions = functions;
    this.#pieces = templatePieces(template);
  }

  whole(): readonly Node[] {
    const { nodes, end } = this.#nodes();
    if (end !== undefined) throw this.#wrong(end.at, `{{${end.text}}} ends nothing`);
    return nodes;
  }

  /** Up to `end`, `else` or the last piece; the word says which. */
  #nodes(): { readonly nodes: readonly Node[]; readonly end: Word | undefined } {
    const nodes: Node[] = [];
    for (;;) {
      const piece = this.#pieces[this.#at];
      if (piece === undefined) return { nodes, end: undefined };
      this.#at += 1;
      if (piece.kind === 'text') {
        if (piece.text !== '') nodes.push(piece);
        continue;
      }
      this.#words = piece.words;
      this.#word = 0;
      const [first] = piece.words;
      if (first?.kind === 'name' && (first.text === 'end' || first.text === 'else')) {
        this.#word = 1;
        return { nodes, end: first };
      }
      nodes.push(this.#action(first));
    }
  }

  #action(first: Word | undefined): Node {
    if (first?.kind === 'name' && (first.text === 'if' || first.text === 'with' || first.text === 'range')) {
      this.#word = 1;
      return this.#block(first.text, first);
    }
    const set = this.#assigned();
    if (set !== undefined) {
      const pipe = this.#lastPipe();
      if (set.isNew) this.#variables.add(set.name);
      return { kind: 'set', ...set, pipe };
    }
    return { kind: 'value', pipe: this.#lastPipe() };
  }

  /** `$x :=` or `$x =`, where that stands next. */
  #assigned(): { readonly name: string; readonly isNew: boolean } | undefined {
    const [name, sign] = [this.#peek(), this.#peek(1)];
    if (name?.kind !== 'variable' || sign?.kind !== 'sign' || !['=', ':='].includes(sign.text))
      return undefined;
    if (sign.text === '=') this.#mustBeSet(name);
    this.#word += 2;
    return { name: name.text, isNew: sign.text === ':=' };
  }

  #block(kind: 'if' | 'with' | 'range', start: Word): Node {
    const names = this.#namesOfRange(kind);
    const set = names.length === 0 ? this.#assigned() : undefined;
    const pipe = this.#lastPipe();
    const own = set === undefined ? names : [set.name];
    for (const name of own) this.#variables.add(name);
    const { nodes: then, end } = this.#nodes();
    const other = this.#otherwise(kind, start, end);
    if (kind === 'range') return { kind, pipe, names: own, then, other };
    return { kind, pipe, set: set?.name, then, other };
  }

  #otherwise(kind: string, start: Word, end: Word | undefined): readonly Node[] {
    if (end === undefined) throw this.#wrong(start.at, `{{${kind}}} has no {{end}}`);
    if (end.text === 'end') {
      this.#mustBeOver();
      return [];
    }
    const next = this.#peek();
    if (next?.kind === 'name' && (next.text === 'if' || next.text === 'with')) {
      this.#word += 1;
      return [this.#block(next.text, next)];
    }
    this.#mustBeOver();
    const { nodes, end: last } = this.#nodes();
    if (last?.text !== 'end') throw this.#wrong(start.at, `{{${kind}}} has no {{end}}`);
    this.#mustBeOver();
    return nodes;
  }

  /** `$i, $each :=` */
  #namesOfRange(kind: string): readonly string[] {
    const [first, comma, second, sign] = [0, 1, 2, 3].map((ahead) => this.#peek(ahead));
    const isPair = first?.kind === 'variable' && comma?.text === ',' && second?.kind === 'variable';
    if (kind !== 'range' || !isPair || sign?.text !== ':=') return [];
    this.#word += 4;
    return [first.text, second.text];
  }

  #lastPipe(): Pipe {
    const pipe = this.#pipe();
    this.#mustBeOver();
    return pipe;
  }

  #pipe(): Pipe {
    const commands: Command[] = [];
    do commands.push(this.#command());
    while (this.#takes('|'));
    return commands;
  }

  #command(): Command {
    const operands: TemplateOperand[] = [];
    for (;;) {
      const next = this.#peek();
      const isOver = next === undefined || (next.kind === 'sign' && !['.', '('].includes(next.text));
      if (isOver) break;
      operands.push(this.#operand(next));
    }
    if (operands.length === 0) throw this.#wrong(this.#place(), 'a value is missing');
    const [first] = operands;
    if (operands.length > 1 && first?.kind !== 'call')
      throw this.#wrong(this.#words[0]?.at ?? 0, 'what stands in front of other values must be a function');
    return operands;
  }

  #operand(next: Word): TemplateOperand {
    this.#word += 1;
    switch (next.kind) {
      case 'text':
        return { kind: 'constant', value: next.text };
      case 'number':
        return { kind: 'constant', value: Number(next.text) };
      case 'field':
        return { kind: 'path', from: 'dot', names: [next.text, ...this.#names()], at: next.at };
      case 'variable':
        this.#mustBeSet(next);
        return { kind: 'path', from: { variable: next.text }, names: this.#names(), at: next.at };
      case 'name': {
        const constant = constants[next.text];
        if (constant !== undefined) return { kind: 'constant', value: constant };
        if (this.#functions.has(next.text)) return { kind: 'call', name: next.text, at: next.at };
        throw this.#wrong(next.at, `there is no function "${next.text}"`);
      }
      case 'sign': {
        if (next.text === '.') return { kind: 'path', from: 'dot', names: [], at: next.at };
        const pipe = this.#pipe();
        if (!this.#takes(')')) throw this.#wrong(next.at, 'a bracket is not closed');
        return { kind: 'path', from: pipe, names: this.#names(), at: next.at };
      }
    }
  }

  /** The names that follow without a blank. */
  #names(): readonly string[] {
    const names: string[] = [];
    for (let next = this.#peek(); next?.kind === 'field' && next.isClose; next = this.#peek()) {
      names.push(next.text);
      this.#word += 1;
    }
    return names;
  }

  #peek(ahead = 0): Word | undefined {
    return this.#words[this.#word + ahead];
  }

  #takes(sign: string): boolean {
    const next = this.#peek();
    if (next?.kind !== 'sign' || next.text !== sign) return false;
    this.#word += 1;
    return true;
  }

  #mustBeOver(): void {
    const next = this.#peek();
    if (next !== undefined) throw this.#wrong(next.at, `"${next.text}" is one too many`);
  }

  #mustBeSet(variable: Word): void {
    if (!this.#variables.has(variable.text))
      throw this.#wrong(variable.at, `there is no variable ${variable.text}`);
  }

  #place(): number {
    return this.#peek()?.at ?? this.#words.at(-1)?.at ?? this.#template.length;
  }

  #wrong(at: number, what: string) {
    return misplaced(this.#template, at, what);
  }
}

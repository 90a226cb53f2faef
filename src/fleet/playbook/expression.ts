import { CbError } from '../../errors/cb-error.ts';

/** What stands behind `when:`, `for-each:` and in `${…}`: names, fields, filters, comparisons and a few functions; nothing is evaluated as code. */
export type Expression =
  | { readonly kind: 'value'; readonly value: string | number | boolean }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  /** `.md5` alone: of the row that a filter looks at. */
  | { readonly kind: 'rowField'; readonly field: string }
  | { readonly kind: 'field'; readonly of: Expression; readonly field: string }
  | { readonly kind: 'filter'; readonly of: Expression; readonly test: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly of: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'join'; readonly all: boolean; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'compare';
      readonly by: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'contains' | 'like';

export const playFunctions = [
  'done',
  'failed',
  'skipped',
  'count',
  'first',
  'unique',
  'program',
  'file',
  'folder',
] as const;
export type FunctionName = (typeof playFunctions)[number];

/** Kind `Usage`, and where in the text it is. */
export class ExpressionFault extends CbError {
  readonly at: number;

  constructor(at: number, message: string, hint?: string) {
    super('Usage', message, { hint });
    this.at = at;
  }
}

const longest = 2000;
const deepest = 20;

interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const tokenForms: readonly (readonly [Token['kind'], RegExp])[] = [
  ['name', /[A-Za-z_][\w-]*/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['sign', /==|!=|<=|>=|[<>()[\].,]/y],
];

/** Throws `ExpressionFault`. */
export function parseExpression(text: string): Expression {
  if (text.length > longest) throw new ExpressionFault(0, `it is longer than ${longest} characters`);
  const parser = new Parser(tokensOf(text));
  return parser.whole();
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (/\s/.test(char)) {
      at += 1;
      continue;
    }
    const token = char === "'" || char === '"' ? quoted(text, at) : plain(text, at);
    tokens.push(token);
    at += token.kind === 'text' ? quotedLength(text, at) : token.text.length;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}

function plain(text: string, at: number): Token {
  for (const [kind, form] of tokenForms) {
    form.lastIndex = at;
    const [found] = form.exec(text) ?? [];
    if (found !== undefined) return { kind, text: found, at };
  }
  const hint = text.startsWith('=', at) ? 'two of them compare: os == windows' : undefined;
  throw new ExpressionFault(at, `"${text.charAt(at)}" does not belong here`, hint);
}

/** Where the quote closes; one doubled inside gives the quote. */
function quotedLength(text: string, from: number): number {
  const quote = text.charAt(from);
  let at = from + 1;
  while (at < text.length) {
    if (text[at] === quote && text[at + 1] === quote) at += 2;
    else if (text[at] === quote) return at + 1 - from;
    else at += 1;
  }
  throw new ExpressionFault(from, 'a quote is not closed');
}

function quoted(text: string, at: number): Token {
  const quote = text.charAt(at);
  const inside = text.slice(at + 1, at + quotedLength(text, at) - 1);
  return { kind: 'text', text: inside.replaceAll(quote + quote, quote), at };
}

const words: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'contains', 'like', 'true', 'false']);

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const found = this.#or();
    const { kind, text, at } = this.#peek();
    if (kind !== 'end') throw new ExpressionFault(at, `"${text}" does not belong here`, 'join with and, or');
    return found;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0 };
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #is(text: string): boolean {
    const { kind, text: own } = this.#peek();
    return (kind === 'name' || kind === 'sign') && own === text;
  }

  #skip(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#next += 1;
    return true;
  }

  #must(text: string): void {
    if (!this.#skip(text)) throw new ExpressionFault(this.#peek().at, `"${text}" is missing here`);
  }

  #or(): Expression {
    this.#depth += 1;
    if (this.#depth > deepest) throw new ExpressionFault(this.#peek().at, 'this is nested too deeply');
    let left = this.#and();
    while (this.#skip('or')) left = { kind: 'join', all: false, left, right: this.#and() };
    this.#depth -= 1;
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#skip('and')) left = { kind: 'join', all: true, left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    let isNot = false;
    while (this.#skip('not')) isNot = !isNot;
    const of = this.#comparison();
    return isNot ? { kind: 'not', of } : of;
  }

  #comparison(): Expression {
    const left = this.#value();
    const { text, at } = this.#peek();
    if (this.#skip('not')) {
      if (!this.#skip('in')) throw new ExpressionFault(at, '"not" does not belong here', 'not in, or not X');
      return { kind: 'compare', by: 'not in', left, right: this.#value() };
    }
    const by = (['==', '!=', '<=', '>=', '<', '>', 'in', 'contains', 'like'] as const).find((sign) =>
      this.#is(sign),
    );
    if (by === undefined) return left;
    this.#skip(text);
    return { kind: 'compare', by, left, right: this.#value() };
  }

  #value(): Expression {
    const token = this.#take();
    switch (token.kind) {
      case 'text':
        return { kind: 'value', value: token.text };
      case 'number':
        return { kind: 'value', value: Number(token.text) };
      case 'name':
        return this.#named(token);
      default:
        return this.#signed(token);
    }
  }

  #signed(token: Token): Expression {
    if (token.text === '(') {
      const inside = this.#or();
      this.#must(')');
      return this.#behind(inside);
    }
    if (token.text === '[') {
      const items: Expression[] = [];
      while (!this.#is(']')) {
        items.push(this.#value());
        if (!this.#skip(',')) break;
      }
      this.#must(']');
      return { kind: 'list', items };
    }
    if (token.text === '.') return this.#behind({ kind: 'rowField', field: this.#fieldName() });
    const what =
      token.kind === 'end' ? 'something is missing at the end' : `"${token.text}" does not belong here`;
    throw new ExpressionFault(token.at, what);
  }

  #named({ text, at }: Token): Expression {
    if (text === 'true' || text === 'false') return { kind: 'value', value: text === 'true' };
    if (words.has(text)) throw new ExpressionFault(at, `"${text}" does not belong here`);
    if (!this.#is('(')) return this.#behind({ kind: 'name', name: text, at });
    const name = playFunctions.find((known) => known === text);
    if (name === undefined)
      throw new ExpressionFault(at, `there is no ${text}()`, `known: ${playFunctions.join(', ')}`);
    this.#must('(');
    const of = this.#or();
    this.#must(')');
    return this.#behind({ kind: 'call', name, of });
  }

  /** Fields and filters behind a value. */
  #behind(start: Expression): Expression {
    let of = start;
    for (let steps = 0; ; steps += 1) {
      if (steps > deepest) throw new ExpressionFault(this.#peek().at, 'this is nested too deeply');
      if (this.#skip('.')) of = { kind: 'field', of, field: this.#fieldName() };
      else if (this.#skip('[')) {
        of = { kind: 'filter', of, test: this.#or() };
        this.#must(']');
      } else return of;
    }
  }

  #fieldName(): string {
    const { kind, text, at } = this.#take();
    if (kind !== 'name') throw new ExpressionFault(at, 'a dot wants the name of a field behind it');
    return text;
  }
}

/** The names that it uses, each with its place. */
export function namesIn(expression: Expression): readonly { readonly name: string; readonly at: number }[] {
  switch (expression.kind) {
    case 'name':
      return [expression];
    case 'list':
      return expression.items.flatMap(namesIn);
    case 'field':
    case 'call':
    case 'not':
      return namesIn(expression.of);
    case 'filter':
      return [...namesIn(expression.of), ...namesIn(expression.test)];
    case 'join':
    case 'compare':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    default:
      return [];
  }
}

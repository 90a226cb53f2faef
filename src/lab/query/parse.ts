import { lexQuery, type Token } from './lex.ts';
import { type Query, QueryError } from './syntax.ts';

/** Deeper nesting than this is refused rather than recursed into. */
const deepest = 200;
/** More than this is refused, as search engines do: of words without a field each is looked for in many, for minutes. */
const mostTokens = 16_384;
const mostBareWords = 1024;

/** Reads a query; an empty one matches everything. @throws QueryError. */
export function parseQuery(text: string): Query {
  const tokens = lexQuery(text);
  const bare = tokens.filter((token) => token.kind === 'term' && token.field === undefined).length;
  if (tokens.length > mostTokens || bare > mostBareWords) throw new QueryError('too many clauses');
  if (tokens.length === 0) return { kind: 'all' };
  const reader = new Reader(tokens);
  const query = readOr(reader, 0);
  if (reader.peek() !== undefined) throw new QueryError('a parenthesis closes what was not opened');
  return query;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  take(): Token | undefined {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  takeIf(kind: Token['kind']): boolean {
    const is = this.peek()?.kind === kind;
    this.#at += is ? 1 : 0;
    return is;
  }
}

function readOr(reader: Reader, depth: number): Query {
  const parts = [readAnd(reader, depth)];
  while (reader.takeIf('or')) parts.push(readAnd(reader, depth));
  return joined('or', parts);
}

/** A blank is as good as the word. */
function readAnd(reader: Reader, depth: number): Query {
  const parts = [readNot(reader, depth)];
  for (;;) {
    const next = reader.peek()?.kind;
    if (next === undefined || next === 'or' || next === 'close') return joined('and', parts);
    reader.takeIf('and');
    parts.push(readNot(reader, depth));
  }
}

function readNot(reader: Reader, depth: number): Query {
  if (depth > deepest) throw new QueryError('nested too deep');
  const token = reader.take();
  switch (token?.kind) {
    case 'minus':
    case 'not':
      return { kind: 'not', part: readNot(reader, depth + 1) };
    case 'open': {
      const inner = readOr(reader, depth + 1);
      if (!reader.takeIf('close')) throw new QueryError('a parenthesis is not closed');
      return inner;
    }
    case 'term':
      return token;
    default:
      throw new QueryError(token === undefined ? 'the query ends too early' : `${token.kind} without a term`);
  }
}

function joined(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [first, ...rest] = parts;
  return first !== undefined && rest.length === 0 ? first : { kind, parts };
}

/** Every term, for the `terms` of an answer. */
export function termsOf(query: Query): string[] {
  switch (query.kind) {
    case 'all':
      return [];
    case 'not':
      return termsOf(query.part);
    case 'term': {
      const { field, value } = query;
      const text = value.kind === 'range' ? `[${value.low} TO ${value.high}]` : value.text;
      return [field === undefined ? text : `${field}:${text}`];
    }
    default:
      return query.parts.flatMap(termsOf);
  }
}

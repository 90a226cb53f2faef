/** A condition of a rule, with the names of selections as they stand. */
export type RuleCondition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly RuleCondition[] }
  | { readonly kind: 'not'; readonly part: RuleCondition }
  | { readonly kind: 'name'; readonly name: string }
  /** `1 of NAME*`, `all of them`. */
  | { readonly kind: 'some'; readonly of: 'any' | 'all'; readonly names: string };

/** Why a condition cannot be read, and where in it, from 0 on. */
export class ConditionError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const deepest = 100;

interface Token {
  readonly text: string;
  readonly at: number;
}

/** Throws `ConditionError`. */
export function readCondition(text: string): RuleCondition {
  const pipe = text.indexOf('|');
  if (pipe >= 0) throw new ConditionError('counting behind | cannot be searched', pipe);
  const tokens = [...text.matchAll(/[()]|[^\s()]+/g)].map(
    (found): Token => ({ text: found[0], at: found.index }),
  );
  const reader = new Reader(tokens, text.length);
  const condition = readOr(reader, 0);
  const left = reader.peek();
  if (left !== undefined) throw new ConditionError(`"${left.text}" does not belong here`, left.at);
  return condition;
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly end: number;
  #next = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.end = end;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  take(what: string): Token {
    const token = this.peek();
    if (token === undefined) throw new ConditionError(`${what} is missing at the end`, this.end);
    this.#next += 1;
    return token;
  }

  takeIf(word: string): boolean {
    const is = this.peek()?.text.toLowerCase() === word;
    if (is) this.#next += 1;
    return is;
  }
}

function readOr(reader: Reader, depth: number): RuleCondition {
  const parts = [readAnd(reader, depth)];
  while (reader.takeIf('or')) parts.push(readAnd(reader, depth));
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : { kind: 'or', parts };
}

function readAnd(reader: Reader, depth: number): RuleCondition {
  const parts = [readNot(reader, depth)];
  while (reader.takeIf('and')) parts.push(readNot(reader, depth));
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : { kind: 'and', parts };
}

function readNot(reader: Reader, depth: number): RuleCondition {
  const token = reader.take('a selection');
  if (depth > deepest) throw new ConditionError('it is nested too deeply', token.at);
  const word = token.text.toLowerCase();
  if (word === 'not') return { kind: 'not', part: readNot(reader, depth + 1) };
  if (word === '(') {
    const inner = readOr(reader, depth + 1);
    const close = reader.take(')');
    if (close.text !== ')') throw new ConditionError(`")" is wanted, not "${close.text}"`, close.at);
    return inner;
  }
  if (['1', 'any', 'all'].includes(word) && reader.takeIf('of'))
    return { kind: 'some', of: word === 'all' ? 'all' : 'any', names: reader.take('a name').text };
  if (/^\d+$/.test(word))
    throw new ConditionError(`only 1 of and all of are read, not ${token.text}`, token.at);
  if (!/^[\w*-]+$/.test(token.text))
    throw new ConditionError(`"${token.text}" is no name of a selection`, token.at);
  return { kind: 'name', name: token.text };
}

import { QueryError, type Value } from './syntax.ts';

export type Token =
  | { readonly kind: 'open' | 'close' | 'minus' | 'and' | 'or' | 'not' }
  | { readonly kind: 'term'; readonly field: string | undefined; readonly value: Value };

const fieldName = /[A-Za-z_][\w.]*:/y;
const operators: Readonly<Record<string, 'and' | 'or' | 'not'>> = {
  and: 'and',
  AND: 'and',
  or: 'or',
  OR: 'or',
  NOT: 'not',
};

/**
 * Cuts a query into tokens; in `field:( … )` every word that names no field is a value of that one, also in groups below.
 * @throws QueryError for an open quote or range, and for a field without a value.
 */
export function lexQuery(text: string): Token[] {
  const tokens: Token[] = [];
  /** Fields of the groups around, the innermost last. */
  const groups: (string | undefined)[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (/\s/.test(character)) at += 1;
    else if (character === ')') {
      groups.pop();
      tokens.push({ kind: 'close' });
      at += 1;
    } else if (character === '(' || isGroup(text, at)) {
      const name = fieldAt(text, at, groups.at(-1) !== undefined);
      groups.push(fieldOf(name) ?? groups.at(-1));
      tokens.push({ kind: 'open' });
      at += (name?.length ?? 0) + 1;
    } else if (character === '-') {
      if (/^\s?$/.test(text[at + 1] ?? ''))
        throw new QueryError('a - stands directly before what it excludes');
      tokens.push({ kind: 'minus' });
      at += 1;
    } else {
      const [token, end] = readTerm(text, at, groups.at(-1));
      tokens.push(token);
      at = end;
    }
  }
  return tokens;
}

function isGroup(text: string, at: number): boolean {
  const name = fieldAt(text, at, true);
  return name !== undefined && text[at + name.length] === '(';
}

/** `field:` at that place; in the group of a field, `c:\\` is the beginning of a path. */
function fieldAt(text: string, at: number, isInGroup: boolean): string | undefined {
  fieldName.lastIndex = at;
  const name = fieldName.exec(text)?.[0];
  return isInGroup && name?.length === 2 && /[\\/]/.test(text[at + 2] ?? '') ? undefined : name;
}

function fieldOf(name: string | undefined): string | undefined {
  return name?.slice(0, -1).toLowerCase();
}

function readTerm(text: string, start: number, group: string | undefined): [Token, number] {
  const name = fieldAt(text, start, group !== undefined);
  const field = fieldOf(name) ?? group;
  const at = start + (name?.length ?? 0);
  if (text[at] === '"') {
    const [phrase, end] = readPhrase(text, at);
    return [{ kind: 'term', field, value: { kind: 'phrase', text: phrase } }, end];
  }
  if (field !== undefined && text[at] === '[') {
    const [value, end] = readRange(text, at);
    return [{ kind: 'term', field, value }, end];
  }
  const [value, end] = readWord(text, at);
  if (end === at)
    throw new QueryError(name === undefined ? `unexpected ${text[at]}` : `no value behind ${name}`);
  const operator = name === undefined ? operators[text.slice(at, end)] : undefined;
  return [operator === undefined ? { kind: 'term', field, value } : { kind: operator }, end];
}

/** Up to the closing quote; inside, a backslash stands for itself unless a quote or another one follows. */
function readPhrase(text: string, start: number): [string, number] {
  let phrase = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const next = text[at + 1];
    if (character === '"') return [phrase, at + 1];
    if (character === '\\' && (next === '"' || next === '\\')) {
      phrase += next;
      at += 1;
    } else phrase += character;
  }
  throw new QueryError('a quote is not closed');
}

function readRange(text: string, start: number): [Value, number] {
  const end = text.indexOf(']', start);
  const match = /^\s*("[^"]*"|\S+)\s+TO\s+("[^"]*"|\S+)\s*$/i.exec(end < 0 ? '' : text.slice(start + 1, end));
  if (match === null) throw new QueryError('a range is [LOW TO HIGH]');
  const [, low = '', high = ''] = match;
  return [{ kind: 'range', low: unquoted(low), high: unquoted(high) }, end + 1];
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text;
}

/** Up to a blank, a parenthesis or a quote; a backslash before one of these makes it part of the word. */
function readWord(text: string, start: number): [{ kind: 'word'; text: string; wild: boolean }, number] {
  let word = '';
  let wild = false;
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const next = text[at + 1] ?? '';
    if (character === '\\' && next !== '' && ' ()"*'.includes(next)) {
      // `folder\*` is a folder and a wildcard, not an escaped asterisk.
      word += next === '*' ? '\\*' : next;
      wild ||= next === '*';
      at += 1;
    } else if (/[\s()"]/.test(character)) break;
    else {
      wild ||= character === '*';
      word += character;
    }
  }
  return [{ kind: 'word', text: word, wild }, at];
}

import { CharReader } from './char-reader.ts';
import { type ChainOperator, CmdSyntaxError, type Command, type Condition, type Redirect } from './syntax.ts';

/** Takes one line, or the lines of a parenthesised block, apart. Throws `CmdSyntaxError`. */
export function parseCommandLine(line: string): Command {
  const reader = new CharReader(line);
  const command = parseList(reader, 0);
  reader.skipBlanks();
  if (!reader.atEnd) throw new CmdSyntaxError(reader.peek());
  return command;
}

// From the loosest to the tightest.
const levels: readonly ChainOperator[] = ['&', '||', '&&', '|'];

function parseList(reader: CharReader, depth: number): Command {
  return parseChain(reader, depth, 0);
}

function parseChain(reader: CharReader, depth: number, level: number): Command {
  const operator = levels[level];
  if (operator === undefined) return parsePrimary(reader, depth);
  let left = parseChain(reader, depth, level + 1);
  while (takeOperator(reader, operator)) {
    const right = parseChain(reader, depth, level + 1);
    if (right.kind === 'nothing' && operator !== '&') throw new CmdSyntaxError('');
    left = right.kind === 'nothing' ? left : { kind: 'chain', operator, left, right };
  }
  return left;
}

function takeOperator(reader: CharReader, operator: ChainOperator): boolean {
  reader.skipBlanks();
  if (operator === '&') {
    // A line end inside a block separates like an ampersand.
    return reader.take('\n') || (!reader.looksAt('&&') && reader.take('&'));
  }
  return operator === '|' ? !reader.looksAt('||') && reader.take('|') : reader.take(operator);
}

function parsePrimary(reader: CharReader, depth: number): Command {
  reader.skipBlanks();
  while (reader.take('@')) reader.skipBlanks();
  if (reader.take('(')) {
    const body = parseList(reader, depth + 1);
    reader.skipBlanks();
    if (!reader.take(')')) throw new CmdSyntaxError('');
    return { kind: 'group', body, redirects: parseRedirects(reader) };
  }
  if (reader.takeWord('if')) return parseIf(reader, depth);
  if (reader.takeWord('for')) return parseFor(reader, depth);
  if (reader.takeWord('rem')) {
    reader.skipLine();
    return { kind: 'simple', text: 'rem', redirects: [] };
  }
  return parseSimple(reader, depth);
}

function parseSimple(reader: CharReader, depth: number): Command {
  const redirects: Redirect[] = [];
  let text = '';
  let isQuoted = false;
  while (!reader.atEnd && !reader.looksAt('\n')) {
    if (!isQuoted && (reader.looksAt('&') || reader.looksAt('|') || (depth > 0 && reader.looksAt(')'))))
      break;
    if (!isQuoted && (reader.looksAt('>') || reader.looksAt('<'))) {
      const digit = /(?:^|[\s,;=])([0-9])$/.exec(text)?.[1];
      if (digit !== undefined) text = text.slice(0, -1);
      redirects.push(reader.redirect(digit));
      continue;
    }
    const char = reader.next();
    if (char === '^' && !isQuoted) {
      text += reader.next();
      continue;
    }
    if (char === '"') isQuoted = !isQuoted;
    text += char;
  }
  return text.trim() === '' && redirects.length === 0
    ? { kind: 'nothing' }
    : { kind: 'simple', text, redirects };
}

function parseRedirects(reader: CharReader): Redirect[] {
  const redirects: Redirect[] = [];
  for (;;) {
    reader.skipBlanks();
    const digit = /^[0-9](?=[<>])/.exec(reader.rest)?.[0];
    if (digit !== undefined) reader.take(digit);
    if (!reader.looksAt('>') && !reader.looksAt('<')) return redirects;
    redirects.push(reader.redirect(digit));
  }
}

function parseIf(reader: CharReader, depth: number): Command {
  const condition = parseCondition(reader);
  reader.skipBlanks();
  if (!reader.looksAt('('))
    return { kind: 'if', condition, body: parseList(reader, depth), otherwise: { kind: 'nothing' } };
  const body = parsePrimary(reader, depth);
  reader.skipBlanks();
  const otherwise = reader.takeWord('else') ? parsePrimary(reader, depth) : ({ kind: 'nothing' } as const);
  return { kind: 'if', condition, body, otherwise };
}

function parseCondition(reader: CharReader): Condition {
  const ignoreCase = reader.takeWord('/i');
  const negated = reader.takeWord('not');
  for (const kind of ['exist', 'errorlevel', 'defined'] as const) {
    if (reader.takeWord(kind)) {
      const operand = reader.token();
      const test =
        kind === 'exist'
          ? { kind, path: operand.replaceAll('"', '') }
          : kind === 'errorlevel'
            ? { kind, atLeast: operand }
            : { kind, name: operand };
      return { negated, ignoreCase, test };
    }
  }
  const left = reader.token();
  const operator = reader.takeEquals() ? 'equ' : reader.token().toLowerCase();
  if (!['equ', 'neq', 'lss', 'leq', 'gtr', 'geq'].includes(operator)) throw new CmdSyntaxError(operator);
  return { negated, ignoreCase, test: { kind: 'compare', left, operator, right: reader.token() } };
}

function parseFor(reader: CharReader, depth: number): Command {
  const mode = reader.takeWord('/l')
    ? 'range'
    : reader.takeWord('/f')
      ? 'lines'
      : reader.takeWord('/d')
        ? 'folders'
        : 'set';
  reader.skipBlanks();
  const options = mode === 'lines' && reader.looksAt('"') ? reader.token() : '';
  const variable = /^%([a-z])$/i.exec(reader.token())?.[1];
  if (variable === undefined || !reader.takeWord('in')) throw new CmdSyntaxError(reader.token());
  reader.skipBlanks();
  const items = reader.parenthesised();
  if (!reader.takeWord('do')) throw new CmdSyntaxError(reader.token());
  return {
    kind: 'for',
    mode,
    options: options.replaceAll('"', ''),
    variable,
    items,
    body: parseList(reader, depth),
  };
}

import { ScriptReader } from './script-reader.ts';
import { type ListItem, type ShellNode, type ShellRedirect, ShellSyntaxError, type Word } from './syntax.ts';

/** Takes a script apart. Throws `ShellSyntaxError`. */
export function parseScript(text: string): ShellNode {
  const reader = new ScriptReader(text);
  const list = parseList(reader, []);
  if (!reader.atEnd) throw new ShellSyntaxError(reader.peek());
  return list;
}

function parseList(reader: ScriptReader, ends: readonly string[]): ShellNode {
  const items: ListItem[] = [];
  for (;;) {
    reader.skipLines();
    if (reader.atEnd || reader.looksAt(')') || reader.looksAtReserved(ends)) return { kind: 'list', items };
    const node = parsePipeline(reader);
    reader.skipBlanks();
    const operator = (['&&', '||', '&', ';', '\n'] as const).find(
      (one) => !reader.looksAt(';;') && reader.take(one),
    );
    items.push({ node, operator: operator === undefined || operator === '\n' ? ';' : operator });
    if (operator === undefined) return { kind: 'list', items };
  }
}

function parsePipeline(reader: ScriptReader): ShellNode {
  const negated = reader.takeReserved('!');
  const commands = [parseCommand(reader)];
  for (;;) {
    reader.skipBlanks();
    if (reader.looksAt('||') || !reader.take('|')) break;
    reader.skipLines();
    commands.push(parseCommand(reader));
  }
  const [only] = commands;
  return commands.length === 1 && only !== undefined && !negated
    ? only
    : { kind: 'pipeline', negated, commands };
}

function parseCommand(reader: ScriptReader): ShellNode {
  reader.skipBlanks();
  if (reader.take('(')) {
    const body = parseList(reader, []);
    expect(reader, ')');
    return { kind: 'group', isApart: true, body, redirects: parseRedirects(reader) };
  }
  if (reader.takeReserved('{')) {
    const body = parseList(reader, ['}']);
    expect(reader, '}');
    return { kind: 'group', isApart: false, body, redirects: parseRedirects(reader) };
  }
  const compound = parseCompound(reader);
  if (compound === undefined) return parseSimple(reader);
  const redirects = parseRedirects(reader);
  return redirects.length === 0 ? compound : { kind: 'group', isApart: false, body: compound, redirects };
}

function parseCompound(reader: ScriptReader): ShellNode | undefined {
  if (reader.takeReserved('if')) return parseIf(reader);
  for (const word of ['while', 'until'] as const) {
    if (reader.takeReserved(word)) {
      const condition = parseList(reader, ['do']);
      return { kind: 'while', until: word === 'until', condition, body: parseBody(reader) };
    }
  }
  if (!reader.takeReserved('for')) return undefined;
  reader.skipBlanks();
  const name = reader.match(/[A-Za-z_][A-Za-z0-9_]*/)?.[0];
  if (name === undefined) throw new ShellSyntaxError(reader.peek());
  const words = reader.takeReserved('in') ? parseWords(reader) : undefined;
  reader.match(/[ \t]*;/);
  return { kind: 'for', name, words, body: parseBody(reader) };
}

function parseIf(reader: ScriptReader): ShellNode {
  const clauses: [ShellNode, ShellNode][] = [];
  do {
    const condition = parseList(reader, ['then']);
    expect(reader, 'then');
    clauses.push([condition, parseList(reader, ['elif', 'else', 'fi'])]);
  } while (reader.takeReserved('elif'));
  const otherwise = reader.takeReserved('else') ? parseList(reader, ['fi']) : undefined;
  expect(reader, 'fi');
  return { kind: 'if', clauses, otherwise };
}

function parseBody(reader: ScriptReader): ShellNode {
  reader.skipLines();
  expect(reader, 'do');
  const body = parseList(reader, ['done']);
  expect(reader, 'done');
  return body;
}

function parseWords(reader: ScriptReader): Word[] {
  const words: Word[] = [];
  for (let word = reader.word(); word !== undefined; word = reader.word()) words.push(word);
  return words;
}

function parseSimple(reader: ScriptReader): ShellNode {
  const assignments: [string, Word][] = [];
  const words: Word[] = [];
  const redirects: ShellRedirect[] = [];
  for (;;) {
    redirects.push(...parseRedirects(reader));
    const name = words.length === 0 ? reader.match(/([A-Za-z_][A-Za-z0-9_]*)=/)?.[1] : undefined;
    if (name !== undefined) {
      const isEmpty = reader.atEnd || /[\s;&|<>()]/.test(reader.peek());
      assignments.push([name, isEmpty ? [] : (reader.word() ?? [])]);
      continue;
    }
    const word = reader.word();
    if (word === undefined) break;
    words.push(word);
  }
  if (assignments.length + words.length + redirects.length === 0) throw new ShellSyntaxError(reader.peek());
  return { kind: 'simple', assignments, words, redirects };
}

function parseRedirects(reader: ScriptReader): ShellRedirect[] {
  const redirects: ShellRedirect[] = [];
  for (;;) {
    reader.skipBlanks();
    const found = reader.match(/(&>>|&>)|([0-9]?)(>>|>&|>\||<|>)/);
    if (found === undefined) return redirects;
    const target = reader.word();
    if (target === undefined) throw new ShellSyntaxError(reader.peek());
    const sign = found[1] ?? found[3] ?? '>';
    const kind = sign.endsWith('>>') ? 'append' : sign === '<' ? 'read' : sign === '>&' ? 'copy' : 'write';
    const handle = found[2] === undefined || found[2] === '' ? (kind === 'read' ? 0 : 1) : Number(found[2]);
    redirects.push({ handle, kind, target });
    if (found[1] !== undefined) {
      // `&>file` takes both streams.
      redirects.push({ handle: 2, kind: 'copy', target: [{ kind: 'text', text: '1', quoted: true }] });
    }
  }
}

function expect(reader: ScriptReader, word: string): void {
  reader.skipLines();
  if (!(word === ')' ? reader.take(word) : reader.takeReserved(word)))
    throw new ShellSyntaxError(reader.peek());
}

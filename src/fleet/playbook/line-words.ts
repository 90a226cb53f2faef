import { CbError } from '../../errors/cb-error.ts';
import { type ShellWord, tokenise } from '../../text/tokenise.ts';
import { ExpressionFault, parseExpression } from './expression.ts';
import type { PlayStep } from './playbook.ts';
import { endOf, type WordPiece, type WordTemplate } from './template.ts';

/** Stands for a value while a line is cut into words: no line of people holds these. */
const open = '\uE000';
const close = '\uE001';

/**
 * The words of a verb line. Values are cut out before, so that nothing in them is read as part of the line; the exact text is kept where there
 * are none.
 */
export function lineWords(line: string): Pick<PlayStep, 'words' | 'source'> {
  if (line.includes(open) || line.includes(close))
    throw new CbError('Usage', 'the line holds a sign that no line may hold');
  if (/[\r\n]/.test(line.trim()))
    throw new CbError('Usage', 'a step is one line', { hint: 'each verb is a step of its own' });
  const { text, values } = cutOut(line);
  const { statements } = tokenise(text);
  const [statement, second] = statements;
  const isPlain =
    second === undefined &&
    statement?.kind === 'verb' &&
    statement.pipe === undefined &&
    statement.redirect === undefined &&
    statement.joint === undefined &&
    statement.isJob === undefined;
  if (!isPlain) {
    throw new CbError('Usage', 'a step is a verb alone', {
      hint: 'without | > && || ! ; and &: register: keeps what comes of it',
    });
  }
  const words = statement.words.map(
    (word): WordTemplate => ({ isQuoted: word.quoted, pieces: piecesIn(word, values) }),
  );
  if (words[0]?.pieces.some(({ kind }) => kind === 'value'))
    throw new CbError('Usage', 'a step begins with its verb');
  return {
    words,
    source: values.length === 0 ? statement.source.slice(statement.words[0]?.start) : undefined,
  };
}

type Value = Extract<WordPiece, { kind: 'value' }>;

function cutOut(line: string): { readonly text: string; readonly values: readonly Value[] } {
  const values: Value[] = [];
  let text = '';
  for (let at = 0; at < line.length; ) {
    if (line.startsWith('$${', at)) {
      text += '${';
      at += 3;
    } else if (line.startsWith('${', at)) {
      const end = endOf(line, at + 2);
      const source = line.slice(at + 2, end).trim();
      text += `${open}${values.length}${close}`;
      values.push({ kind: 'value', source, expression: placed(source, at + 2) });
      at = end + 1;
    } else {
      text += line.charAt(at);
      at += 1;
    }
  }
  return { text, values };
}

function placed(source: string, at: number) {
  try {
    return parseExpression(source);
  } catch (error) {
    if (error instanceof ExpressionFault) throw new ExpressionFault(at + error.at, error.message, error.hint);
    throw error;
  }
}

function piecesIn({ text, inQuotes = [] }: ShellWord, values: readonly Value[]): readonly WordPiece[] {
  const isPlainAt = (at: number): boolean => inQuotes.some(([from, to]) => at >= from && at < to);
  const pieces: WordPiece[] = [];
  for (let at = 0; at < text.length; ) {
    const mark = text.startsWith(open, at) ? /^\uE000(\d+)\uE001/.exec(text.slice(at, at + 12)) : null;
    const value = mark === null ? undefined : values[Number(mark[1])];
    if (mark !== null && value !== undefined) {
      pieces.push(value);
      at += mark[0].length;
      continue;
    }
    const isPlain = isPlainAt(at);
    const from = at;
    while (at < text.length && !text.startsWith(open, at) && isPlainAt(at) === isPlain) at += 1;
    pieces.push({ kind: 'text', text: text.slice(from, at), isPlain });
  }
  return pieces.length === 0 ? [{ kind: 'text', text: '', isPlain: true }] : pieces;
}

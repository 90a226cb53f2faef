import { CbError } from '../../errors/cb-error.ts';
import type { Span } from '../../text/tokenise.ts';
import { evaluate, type Names, type PlayValue, playItems, StepResult, wordOf } from './evaluate.ts';
import { type Expression, ExpressionFault, parseExpression } from './expression.ts';

/** A word of a step: text, and places that values come to stand in. */
export interface WordTemplate {
  /** It begins in quotes, or is a value of a named operand: never an option. */
  readonly isQuoted: boolean;
  readonly pieces: readonly WordPiece[];
}

export type WordPiece =
  /** `isPlain`: quotes take from its wildcards what they mean. */
  | { readonly kind: 'text'; readonly text: string; readonly isPlain: boolean }
  | { readonly kind: 'value'; readonly source: string; readonly expression: Expression };

/** Text with `${…}` in it; `$${` is a plain `${`. Throws `ExpressionFault`. */
export function wordPieces(text: string, isPlain = false): readonly WordPiece[] {
  const pieces: WordPiece[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('$${', at)) {
      plain += '${';
      at += 3;
    } else if (text.startsWith('${', at)) {
      const end = endOf(text, at + 2);
      const source = text.slice(at + 2, end).trim();
      if (plain !== '') pieces.push({ kind: 'text', text: plain, isPlain });
      plain = '';
      pieces.push({ kind: 'value', source, expression: parsed(source, at + 2) });
      at = end + 1;
    } else {
      plain += text.charAt(at);
      at += 1;
    }
  }
  if (plain !== '' || pieces.length === 0) pieces.push({ kind: 'text', text: plain, isPlain });
  return pieces;
}

function parsed(source: string, at: number): Expression {
  try {
    return parseExpression(source);
  } catch (error) {
    if (error instanceof ExpressionFault) throw new ExpressionFault(at + error.at, error.message, error.hint);
    throw error;
  }
}

/** The brace that closes it, outside quotes. */
export function endOf(text: string, from: number): number {
  let quote: string | undefined;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote !== undefined) quote = char === quote ? undefined : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === '}') return at;
  }
  throw new ExpressionFault(from - 2, '"${" is not closed');
}

export function holdsValue({ pieces }: WordTemplate): boolean {
  return pieces.some(({ kind }) => kind === 'value');
}

/** As people read it. */
export function templateText({ pieces }: WordTemplate): string {
  return pieces
    .map((piece) => (piece.kind === 'text' ? piece.text.replaceAll('${', '$${') : `\${${piece.source}}`))
    .join('');
}

/** A word as it goes to a verb: values are plain, whatever they hold. */
export interface FilledWord {
  readonly text: string;
  readonly quoted: boolean;
  readonly inQuotes: readonly Span[];
  readonly values: readonly FilledValue[];
}

/** A span that came from a value. */
export interface FilledValue {
  readonly from: number;
  readonly to: number;
  /** Wildcards and separators in it are meant: the analyst gave it. */
  readonly isFree: boolean;
  readonly isNumber: boolean;
}

/** A value as it stands in a word. */
interface Filler {
  readonly text: string;
  readonly isNumber: boolean;
}

export interface Filling {
  readonly names: Names;
  /** Parameters in which wildcards and separators are meant. */
  readonly free: ReadonlySet<string>;
}

/** The words that a template makes: a list that stands alone makes one for each of its values. Kind `Usage` for what is no word. */
export function fillWord(template: WordTemplate, filling: Filling): readonly FilledWord[] {
  const [only] = template.pieces;
  if (template.pieces.length === 1 && only?.kind === 'value') {
    const value = evaluate(only.expression, filling.names);
    if (value instanceof StepResult || Array.isArray(value))
      return playItems(value).map((each) => oneWord(template, [wordText(each, only.source)], filling));
    return [oneWord(template, [wordText(value, only.source)], filling)];
  }
  const fillers = template.pieces.flatMap((piece) =>
    piece.kind === 'text' ? [] : [single(evaluate(piece.expression, filling.names), piece.source)],
  );
  return [oneWord(template, fillers, filling)];
}

/** What stands among other text is one value. */
function single(value: PlayValue, source: string): Filler {
  if (!(value instanceof StepResult) && !Array.isArray(value)) return wordText(value, source);
  const all = playItems(value);
  const [first] = all;
  if (all.length === 1 && first !== undefined) return wordText(first, source);
  throw new CbError('Usage', `\${${source}} gives ${all.length} values, and one is wanted`, {
    hint: 'for-each does a step for each of them',
  });
}

function wordText(value: PlayValue, source: string): Filler {
  const text = wordOf(value);
  if (text.includes('\0')) throw new CbError('Usage', `\${${source}} holds a NUL`);
  if (text !== '') return { text, isNumber: typeof value === 'number' };
  throw new CbError('Usage', `\${${source}} is empty`);
}

function oneWord(
  { pieces, isQuoted }: WordTemplate,
  fillers: readonly Filler[],
  { free }: Filling,
): FilledWord {
  const inQuotes: Span[] = [];
  const values: FilledValue[] = [];
  let text = '';
  let next = 0;
  for (const piece of pieces) {
    const from = text.length;
    const filler = fillers[next];
    if (piece.kind === 'text') text += piece.text;
    else {
      text += filler?.text ?? '';
      next += 1;
    }
    if (from === text.length) continue;
    const isFree =
      piece.kind === 'value' && piece.expression.kind === 'name' && free.has(piece.expression.name);
    if (piece.kind === 'value')
      values.push({ from, to: text.length, isFree, isNumber: filler?.isNumber === true });
    if (piece.kind === 'value' ? !isFree : piece.isPlain) inQuotes.push([from, text.length]);
  }
  const beginsWithValue = pieces[0]?.kind === 'value';
  return { text, quoted: isQuoted || beginsWithValue, inQuotes, values };
}

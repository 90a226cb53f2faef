import { CbError } from '../../../errors/cb-error.ts';

/** A piece of a template: text between actions, or the words of one. */
export type TemplatePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly words: readonly Word[]; readonly at: number };

export type WordKind = 'name' | 'field' | 'variable' | 'text' | 'number' | 'sign';

export interface Word {
  readonly kind: WordKind;
  /** Of a field its name, of a text what it says. */
  readonly text: string;
  readonly at: number;
  /** Nothing stands between it and the word before: `$x.name`. */
  readonly isClose: boolean;
}

const actionStart = /\{\{(?:-(?=\s))?/g;
const word =
  /\s+|\.([\p{L}_][\p{L}\p{N}_]*)|(\$[\p{L}\p{N}_]*)|([\p{L}_][\p{L}\p{N}_]*)|("(?:[^"\\\n]|\\.)*"|`[^`]*`)|([+-]?\d+(?:\.\d+)?)|(:=|[=|(),.])/uy;
const actionEnd = /\s-\}\}|\}\}/y;

/** Cuts a template up. Kind `Usage`, with the place, for what is no piece of one. */
export function templatePieces(template: string): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let at = 0;
  let isTrimmed = false;
  for (;;) {
    actionStart.lastIndex = at;
    const start = actionStart.exec(template);
    const upTo = template.slice(at, start?.index);
    const text = isTrimmed ? upTo.trimStart() : upTo;
    const isTrimming = start?.[0].endsWith('-') === true;
    pieces.push({ kind: 'text', text: isTrimming ? text.trimEnd() : text });
    if (start === null) return pieces;
    const action = readAction(template, start.index + start[0].length, start.index);
    if (action.words.length > 0) pieces.push({ kind: 'action', words: action.words, at: start.index });
    [at, isTrimmed] = [action.end, action.isTrimmed];
  }
}

function readAction(template: string, from: number, start: number) {
  const comment = /\s*\/\*[\s\S]*?\*\/\s*/y;
  comment.lastIndex = from;
  let at = comment.test(template) ? comment.lastIndex : from;
  // `{{/* … */ -}}`: the blank in front of the dash is taken already.
  if (at > from && /^-\}\}/.test(template.slice(at, at + 3)))
    return { words: [], end: at + 3, isTrimmed: true };
  const words: Word[] = [];
  let isClose = false;
  for (;;) {
    actionEnd.lastIndex = at;
    const end = actionEnd.exec(template);
    if (end !== null) return { words, end: actionEnd.lastIndex, isTrimmed: end[0] !== '}}' };
    word.lastIndex = at;
    const found = word.exec(template);
    if (found === null) {
      if (at >= template.length) throw misplaced(template, start, 'an action has no }}');
      throw misplaced(
        template,
        at,
        `"${String.fromCodePoint(template.codePointAt(at) ?? 0)}" is not known here`,
      );
    }
    const read = readWord(found, template);
    if (read !== undefined) words.push({ ...read, at, isClose });
    isClose = read !== undefined;
    at = word.lastIndex;
  }
}

function readWord(found: RegExpExecArray, template: string): Pick<Word, 'kind' | 'text'> | undefined {
  const [, field, variable, name, text, number, sign] = found;
  if (field !== undefined) return { kind: 'field', text: field };
  if (variable !== undefined) return { kind: 'variable', text: variable };
  if (name !== undefined) return { kind: 'name', text: name };
  if (text !== undefined) return { kind: 'text', text: unquoted(text, template, found.index) };
  if (number !== undefined) return { kind: 'number', text: number };
  return sign === undefined ? undefined : { kind: 'sign', text: sign };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '\\': '\\',
  "'": "'",
};

function unquoted(text: string, template: string, at: number): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  return text.slice(1, -1).replace(/\\(?:u([\da-f]{4})|x([\da-f]{2})|(.))/gis, (_, four, two, one) => {
    if (one === undefined) return String.fromCharCode(Number.parseInt(four ?? two, 16));
    const meant = escapes[one];
    if (meant === undefined) throw misplaced(template, at, `\\${one} in a text is not known`);
    return meant;
  });
}

/** The error for what stands at a place. */
export function misplaced(template: string, at: number, what: string): CbError {
  const before = template.slice(0, at).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  return new CbError('Usage', `--template: ${what}, at ${line > 1 ? `line ${line}, ` : ''}column ${column}`, {
    hint: `here: ${before.at(-1)} >>> ${template.slice(at).split('\n')[0]}`,
    context: { line, column },
  });
}

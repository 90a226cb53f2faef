import { CbError } from '../errors/cb-error.ts';

/**
 * The line language of the shell (cli.md, "The shell"). A backslash is a plain character: `ls C:\Windows\Temp` needs no quotes.
 * `'…'` and `"…"` quote, may join with what is beside them (`C:\"Program Files"\x`), and a doubled quote inside gives the quote.
 */
export interface ShellLine {
  readonly statements: readonly Statement[];
}

export type Statement = VerbStatement | LocalStatement;

/** What stands between two statements where it is not `;`: the second runs only behind success, or only behind failure. */
export type Joint = '&&' | '||';

export interface VerbStatement {
  readonly kind: 'verb';
  /** At least one. */
  readonly words: readonly ShellWord[];
  /** The line up to the end of the last word: `source.slice(word.start)` is the exact text from a word to the end of the statement. */
  readonly source: string;
  /** The local command line behind the first unquoted `|`, up to an unquoted `;`, `&&` or `||`, otherwise as typed. */
  readonly pipe?: string;
  readonly redirect?: Redirect;
  /** What joins it with the statement behind it. */
  readonly joint?: Joint;
  /** A `&` ends the line: it runs behind the prompt. */
  readonly isJob?: true;
}

/** `!command`: everything behind the `!` to the end of the line, as typed. */
export interface LocalStatement {
  readonly kind: 'local';
  readonly command: string;
}

export interface Redirect {
  readonly path: string;
  readonly append: boolean;
}

export interface ShellWord {
  /** Without its quotes. */
  readonly text: string;
  /** It begins inside quotes, so it is no option, whatever its text. `--name="a b"` does not. */
  readonly quoted: boolean;
  /** The spans of `text` that stood in quotes, in order; undefined for none. */
  readonly inQuotes?: readonly Span[];
  /** The span in the line, quotes included. */
  readonly start: number;
  readonly end: number;
}

export type Span = readonly [start: number, end: number];

export interface TokeniseOptions {
  /** Asked at an unquoted `--` with the words before it: true makes the rest of the line one word, as typed (`exec -- …`). */
  readonly verbatimAfterDashes?: (words: readonly ShellWord[]) => boolean;
}

export type Quote = '"' | "'";

const isBlank = (char: string | undefined): boolean =>
  char === ' ' || char === '\t' || char === '\n' || char === '\r';
/** A single `&` is a plain character: cmd.exe knows it on the sensor. */
const isOperator = (line: string, at: number): boolean =>
  /[|>;]/.test(line.charAt(at)) || line.startsWith('&&', at);
export const jointAt = (line: string, at: number): Joint | undefined => {
  const pair = line.slice(at, at + 2);
  return pair === '&&' || pair === '||' ? pair : undefined;
};
const isQuote = (char: string | undefined): char is Quote => char === '"' || char === "'";

/** Splits a line. Throws `Usage` for an unbalanced quote and for an operator without its other half; never otherwise. */
export function tokenise(line: string, options: TokeniseOptions = {}): ShellLine {
  const typed = line.trimEnd();
  if (!typed.endsWith('&') || typed.endsWith('&&')) return { statements: split(line, options).statements };
  // Only as the last character, and not where the text is another's: behind `--`, of a local command, or in quotes.
  const { statements, isVerbatim } = split(typed.slice(0, -1), options);
  const [last, before] = [statements.at(-1), statements.at(-2)];
  if (/;\s*$/.test(typed.slice(0, -1)) && !isVerbatim)
    throw misplaced(line, typed.length - 1, 'needs a verb before it');
  if (last?.kind !== 'verb' || last.pipe !== undefined || isVerbatim)
    return { statements: split(line, options).statements };
  if (before?.kind === 'verb' && before.joint !== undefined)
    throw misplaced(line, typed.length - 1, `is for one verb, not for what ${before.joint} joins`);
  return { statements: [...statements.slice(0, -1), { ...last, isJob: true }] };
}

/** `isVerbatim` where the last statement ends with text that was taken as typed. */
function split(line: string, options: TokeniseOptions): { statements: Statement[]; isVerbatim: boolean } {
  const statements: Statement[] = [];
  let isVerbatim = false;
  let at = skipBlanks(line, 0);
  while (at < line.length) {
    if (line[at] === ';') at = skipBlanks(line, at + 1);
    else if (line[at] === '!') {
      statements.push(localStatement(line, at));
      at = line.length;
    } else {
      const { scanned, end, isVerbatim: isTaken } = shellWords(line, at, options);
      isVerbatim = isTaken;
      for (const { word, openQuote } of scanned) {
        if (openQuote !== undefined) throw unbalanced(line, word);
      }
      const words = scanned.map(({ word }) => word);
      if (words.length === 0) throw misplaced(line, end, 'needs a verb before it');
      refuseNumbered(line, end, words.at(-1));
      const tail = scanTail(line, end);
      const source = line.slice(0, words.at(-1)?.end);
      const joint = jointAt(line, tail.end);
      statements.push({
        kind: 'verb',
        words,
        source,
        ...tail.parts,
        ...(joint === undefined ? {} : { joint }),
      });
      at = skipBlanks(line, tail.end + (joint?.length ?? 0));
      if (joint !== undefined && (at === line.length || line[at] === ';'))
        throw misplaced(line, tail.end, 'needs a verb behind it');
    }
  }
  return { statements, isVerbatim };
}

export interface Scanned {
  readonly word: ShellWord;
  readonly openQuote: Quote | undefined;
}

function localStatement(line: string, at: number): LocalStatement {
  const command = line.slice(at + 1).trim();
  if (command === '') throw misplaced(line, at, 'needs a local command behind it');
  return { kind: 'local', command };
}

/** Words up to an operator or the end of the line; `end` is that place. */
export function shellWords(
  line: string,
  from: number,
  options: TokeniseOptions,
): { scanned: Scanned[]; end: number; isVerbatim: boolean } {
  const ask = options.verbatimAfterDashes;
  const scanned: Scanned[] = [];
  let at = skipBlanks(line, from);
  while (at < line.length && !isOperator(line, at)) {
    const next = scanWord(line, at);
    scanned.push(next);
    at = skipBlanks(line, next.word.end);
    if (line.slice(next.word.start, next.word.end) !== '--' || ask === undefined) continue;
    if (!ask(scanned.slice(0, -1).map(({ word }) => word))) continue;
    const text = line.slice(at).trimEnd();
    const word = { text, quoted: true, start: at, end: at + text.length };
    if (text !== '') scanned.push({ word, openQuote: undefined });
    return { scanned, end: line.length, isVerbatim: true };
  }
  return { scanned, end: at, isVerbatim: false };
}

/** One word; empty where a blank, an operator or the end stands at `start`. */
export function scanWord(line: string, start: number): Scanned {
  let text = '';
  let openQuote: Quote | undefined;
  const spans: Span[] = [];
  let opened = 0;
  let at = start;
  for (; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (openQuote !== undefined) {
      if (char !== openQuote) text += char;
      else if (line[at + 1] === openQuote) {
        text += char;
        at += 1;
      } else {
        spans.push([opened, text.length]);
        openQuote = undefined;
      }
    } else if (isQuote(char)) {
      openQuote = char;
      opened = text.length;
    } else if (isBlank(char) || isOperator(line, at)) break;
    else text += char;
  }
  if (openQuote !== undefined) spans.push([opened, text.length]);
  const inQuotes = spans.filter(([from, to]) => from < to);
  const word = { text, quoted: isQuote(line[start]), start, end: at };
  return { word: inQuotes.length === 0 ? word : { ...word, inQuotes }, openQuote };
}

/** What stands behind a verb's words: `| local`, `> file`, `>> file`, or the `;`, `&&` or `||` that ends it. */
function scanTail(line: string, at: number): { parts: { pipe?: string; redirect?: Redirect }; end: number } {
  if (jointAt(line, at) !== undefined) return { parts: {}, end: at };
  if (line[at] === '|') {
    const end = endOfLocal(line, at + 1);
    const pipe = line.slice(at + 1, end).trim();
    if (pipe === '') throw misplaced(line, at, 'needs a local command behind it');
    return { parts: { pipe }, end };
  }
  if (line[at] !== '>') return { parts: {}, end: at };
  const length = operatorLength(line, at);
  const { word, openQuote } = scanWord(line, skipBlanks(line, at + length));
  if (openQuote !== undefined) throw unbalanced(line, word);
  if (word.text === '' || (word.text.startsWith('&') && !word.quoted))
    throw misplaced(line, at, 'needs the name of a local file behind it');
  const end = skipBlanks(line, word.end);
  if (end < line.length && line[end] !== ';' && jointAt(line, end) === undefined) {
    refuseNumbered(line, line.indexOf('>', end), scanWord(line, end).word);
    throw misplaced(line, end, `cannot stand behind > ${line.slice(word.start, word.end)}`);
  }
  return { parts: { redirect: { path: word.text, append: length === 2 } }, end };
}

/** `2>`, `&>` and the like: only results can go to a file, and a name of digits must not be taken for one. */
function refuseNumbered(line: string, at: number, before: ShellWord | undefined): void {
  if (line[at] !== '>' || before?.end !== at || !/^(?:\d+|.*&)$/s.test(line.slice(before.start, at))) return;
  const typed = `${line.slice(before.start, at)}>`.slice(-2);
  throw new CbError(
    'Usage',
    `${typed} at column ${at} is not known: > puts results into a local file, errors stay here`,
    {
      hint: `for the program on the sensor: exec -- cmd.exe /c "PROGRAM 2>&1", or /bin/sh -c`,
      context: { column: at },
    },
  );
}

/**
 * The unquoted `;`, `&&` or `||` that ends a local command, or the end of the line. The text is the local shell's, so its quotes and backslashes are
 * honoured only to find the end, and an open quote is left to that shell to refuse.
 */
export function endOfLocal(line: string, from: number): number {
  let quote: string | undefined;
  for (let at = from; at < line.length; at += 1) {
    const char = line[at];
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote !== undefined) quote = char === quote ? undefined : quote;
    else if (isQuote(char)) quote = char;
    else if (char === ';' || jointAt(line, at) !== undefined) return at;
  }
  return line.length;
}

export function operatorLength(line: string, at: number): number {
  return line[at + 1] === '>' ? 2 : 1;
}

export function skipBlanks(line: string, from: number): number {
  let at = from;
  while (isBlank(line[at])) at += 1;
  return at;
}

function unbalanced(line: string, word: ShellWord): CbError {
  return new CbError('Usage', `a quote is not closed: ${line.slice(word.start)}`, {
    hint: 'close it, or put it inside the other kind: "it\'s"',
    context: { column: word.start + 1 },
  });
}

function misplaced(line: string, at: number, problem: string): CbError {
  const operator = jointAt(line, at) ?? (line.startsWith('>>', at) ? '>>' : line.charAt(at));
  const hint =
    isOperator(operator, 0) || operator === '!' || operator === '&'
      ? `quote what belongs to a word: "${operator}"; exec -- takes the rest of the line as it is`
      : 'quote a name that holds blanks';
  return new CbError('Usage', `${operator} at column ${at + 1} ${problem}`, {
    hint,
    context: { column: at + 1 },
  });
}

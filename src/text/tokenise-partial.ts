import {
  endOfLocal,
  jointAt,
  operatorLength,
  type Quote,
  type ShellWord,
  scanWord,
  shellWords,
  skipBlanks,
  type TokeniseOptions,
} from './tokenise.ts';

/** What stands before the cursor, for completion. */
export interface PartialLine {
  /** Where the cursor is: among a verb's words, behind `>`, or in text that is not ours. */
  readonly place: 'verb' | 'redirect' | 'local' | 'verbatim';
  /** The statement's words before the one at the cursor. */
  readonly words: readonly ShellWord[];
  readonly current: PartialWord;
}

export interface PartialWord extends ShellWord {
  /** The quote that is still open at the cursor. */
  readonly openQuote: Quote | undefined;
}

/** Splits what stands before the cursor. Never throws: an open quote is told, not refused. */
export function tokenisePartial(
  line: string,
  cursor: number = line.length,
  options: TokeniseOptions = {},
): PartialLine {
  const typed = line.slice(0, cursor);
  let at = skipBlanks(typed, 0);
  for (;;) {
    if (typed[at] === ';') {
      at = skipBlanks(typed, at + 1);
      continue;
    }
    if (typed[at] === '!') return { place: 'local', words: [], current: restAsTyped(typed, at + 1) };
    const { scanned, end, isVerbatim } = shellWords(typed, at, options);
    const words = scanned.map(({ word }) => word);
    if (end === typed.length) {
      const last = scanned.at(-1);
      const place = isVerbatim ? 'verbatim' : 'verb';
      return last?.word.end === typed.length
        ? { place, words: words.slice(0, -1), current: { ...last.word, openQuote: last.openQuote } }
        : { place, words, current: restAsTyped(typed, typed.length) };
    }
    if (jointAt(typed, end) !== undefined) at = skipBlanks(typed, end + 2);
    else if (typed[end] === '|') {
      at = endOfLocal(typed, end + 1);
      if (at === typed.length) return { place: 'local', words, current: restAsTyped(typed, end + 1) };
      at = skipJoint(typed, at);
    } else if (typed[end] === '>') {
      const from = skipBlanks(typed, end + operatorLength(typed, end));
      const { word, openQuote } = scanWord(typed, from);
      if (word.end === typed.length) return { place: 'redirect', words, current: { ...word, openQuote } };
      at = endOfLocal(typed, word.end);
      if (at === typed.length) return { place: 'local', words, current: restAsTyped(typed, word.end) };
      at = skipJoint(typed, at);
    } else at = end;
  }
}

function restAsTyped(line: string, from: number): PartialWord {
  const start = skipBlanks(line, from);
  return { text: line.slice(start), quoted: false, start, end: line.length, openQuote: undefined };
}

/** Behind the `&&` or `||` that stands here, if one does. */
function skipJoint(line: string, at: number): number {
  return skipBlanks(line, at + (jointAt(line, at)?.length ?? 0));
}

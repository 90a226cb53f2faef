import { quotedValue } from '../../text/query-filters.ts';
import { isRun, type Pattern, plainTextOf } from './pattern.ts';
import { and, or, type QueryTree, term } from './query-tree.ts';
import { type SaidTerm, saidAs, unasked, wider } from './said.ts';

/** How a field cuts its values into words (contract/query-language.md, "Field types", "Command lines"). */
export interface Words {
  readonly field: string;
  readonly isOfEvent: boolean;
  /** Parts words on every server. */
  readonly isBorder: (character: string) => boolean;
  /** Stands within words on every server, and beside a wildcard in a query. What is neither may do either. */
  readonly isInWord: (character: string) => boolean;
  /** A word between two borders is one of the index. */
  readonly hasWholeWords: boolean;
}

export type Tokens = 'enhanced' | 'any';

const inCommandLine = /[\p{L}\p{N}._%$@#-]/u;
const letter = /[\p{L}\p{N}]/u;

/** `any`: by whichever of its two tokenizers the server cuts command lines. */
export function commandLineWords(tokens: Tokens): Words {
  const border = tokens === 'enhanced' ? /[\\"'()[\]{},=<>&|; \t\r\n]/ : /[ \t\r\n]/;
  return {
    field: 'cmdline',
    isOfEvent: false,
    isBorder: (character) => border.test(character),
    isInWord: (character) => inCommandLine.test(character),
    hasWholeWords: true,
  };
}

/** What is said in version resources of programs: which punctuation parts words is not known. */
export function textWords(field: string, isOfEvent: boolean): Words {
  return {
    field,
    isOfEvent,
    isBorder: (character) => /[ \t]/.test(character),
    isInWord: (character) => letter.test(character),
    hasWholeWords: false,
  };
}

/** The labels of a domain. */
export function domainLabels(field: string): Words {
  return {
    field,
    isOfEvent: true,
    isBorder: (character) => character === '.',
    isInWord: (character) => /[\p{L}\p{N}_-]/u.test(character),
    hasWholeWords: true,
  };
}

/** Terms of one value: more of them say little more, and each is slow. */
const mostTerms = 8;

/** Every word of the value must be there, as far as the value shows where it begins and ends. */
export function wordTerms(pattern: Pattern, words: Words): SaidTerm {
  const { field } = words;
  const pieces = piecesOf(pattern, words);
  const terms = pieces.flatMap((piece) => termsOfPiece(piece, words));
  const telling = terms.filter(({ letters, isOpen }) => letters > (isOpen ? 1 : 0));
  const kept = [...(telling.length > 0 ? telling : terms)]
    .sort((a, b) => b.letters - a.letters)
    .slice(0, mostTerms);
  if (kept.length === 0) return unasked(`${field} is searched by words, and the value holds none`);
  const inOrder = terms.filter((each) => kept.includes(each)).map(({ tree }) => tree);
  const isExact = isOneRun(pattern, words) && !pattern.isCased;
  return saidAs(and(inOrder), isExact, `${field} is searched by words`);
}

/** Of a value that is known whole, its words one behind the other: it is cut as the index was, whatever the rules. */
export function phraseTerm(pattern: Pattern, { field, isOfEvent, isInWord }: Words): SaidTerm | undefined {
  const text = plainTextOf(pattern);
  if (text === undefined) return undefined;
  if (![...text].some(isInWord)) return unasked(`${field} is searched by words, and the value holds none`);
  return wider(term(`${field}:${quotedValue(text)}`, isOfEvent), `${field} is searched by words`);
}

/** Any run, letters that no server parts, any run: a word that holds them. */
function isOneRun({ parts }: Pattern, { isInWord }: Words): boolean {
  const [front, text, back] = parts;
  if (parts.length !== 3 || front === undefined || back === undefined) return false;
  return isRun(front) && isRun(back) && typeof text === 'string' && [...text].every(isInWord);
}

/** What stands between borders; `begins` and `ends`: a border, or the end of the value, is there. */
interface Piece {
  readonly text: string;
  readonly begins: boolean;
  readonly ends: boolean;
}

function piecesOf({ parts }: Pattern, { isBorder }: Words): readonly Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let begins = true;
  const close = (ends: boolean, nextBegins: boolean): void => {
    if (text !== '') pieces.push({ text, begins, ends });
    [text, begins] = ['', nextBegins];
  };
  for (const part of parts) {
    if (typeof part !== 'string') {
      close(false, false);
      continue;
    }
    for (const character of part.toLowerCase()) {
      if (isBorder(character)) close(true, true);
      else text += character;
    }
  }
  close(true, true);
  return pieces;
}

interface PieceTerm {
  readonly tree: QueryTree;
  readonly letters: number;
  /** It may stand anywhere in a word. */
  readonly isOpen: boolean;
}

function termsOfPiece({ text, begins, ends }: Piece, words: Words): readonly PieceTerm[] {
  const { field, isOfEvent, isInWord, hasWholeWords } = words;
  // Of marks alone no word may be left.
  if (![...text].some(isInWord)) return [];
  const whole = (word: string): QueryTree => term(`${field}:${quoted(word)}`, isOfEvent);
  if (hasWholeWords && begins && ends) {
    if (!text.includes('/')) return [{ tree: whole(text), letters: text.length, isOpen: false }];
    // A `/` in front marks a switch, and at the beginning of the line a folder.
    const rest = text.slice(1);
    if (text.startsWith('/') && rest !== '' && !rest.includes('/'))
      return [{ tree: or([whole(text), whole(rest)]), letters: rest.length, isOpen: false }];
  }
  const runs = runsIn(text, isInWord);
  return runs.map(({ from, run }): PieceTerm => {
    const isFirst = begins && from === 0;
    const isLast = ends && from + run.length === text.length;
    const value = `${isFirst ? '' : '*'}${run}${isLast ? '' : '*'}`;
    const isOpen = !isFirst && !isLast;
    return { tree: term(`${field}:${value}`, isOfEvent), letters: run.length, isOpen };
  });
}

function quoted(word: string): string {
  return /^\w[\w.-]*$/.test(word) && !/^(?:and|or|not|to)$/.test(word) ? word : quotedValue(word);
}

function runsIn(
  text: string,
  isInWord: (character: string) => boolean,
): readonly { readonly from: number; readonly run: string }[] {
  const runs: { from: number; run: string }[] = [];
  let from = 0;
  let isOpen = false;
  for (const character of text) {
    const last = runs.at(-1);
    if (!isInWord(character)) isOpen = false;
    else if (isOpen && last !== undefined) last.run += character;
    else {
      runs.push({ from, run: character });
      isOpen = true;
    }
    from += character.length;
  }
  return runs;
}

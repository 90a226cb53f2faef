import { queryValue } from '../../text/query-filters.ts';

/** A character, or any run of them. */
export type PatternCell = string | null;

/** The value of a term with wildcards, or quoted where it has none. */
export interface WildWord {
  readonly text: string;
  /** False where a character cannot stand beside a wildcard: any run stands for it. */
  readonly isWhole: boolean;
  /** Nothing but wildcards: it says nothing. */
  readonly isEmpty: boolean;
}

/**
 * Beside a wildcard nothing can be quoted: blanks, parentheses and quotes get a backslash, and what has a meaning in the query language, or may
 * have one on some server, becomes any run (contract/query-language.md, "Syntax"). The `:` of a drive is taken.
 */
export function wildWord(cells: readonly PatternCell[]): WildWord {
  if (!cells.includes(null)) {
    const text = cells.join('');
    return { text: queryValue(text), isWhole: true, isEmpty: text === '' };
  }
  let text = '';
  let isWhole = true;
  for (const [at, cell] of cells.entries()) {
    const written = cell === null ? '*' : writtenBeside(cell, at);
    if (cell !== null && written === '*') isWhole = false;
    if (written !== '*' || !text.endsWith('*')) text += written;
  }
  // It would take along what stands behind the word.
  if (text.endsWith('\\')) [text, isWhole] = [`${text}*`, false];
  return { text, isWhole, isEmpty: /^\*?$/.test(text) };
}

function writtenBeside(character: string, at: number): string {
  if (/[\p{L}\p{N}\p{M}._$@#%\\-]/u.test(character)) return character;
  if (character === ':' && at === 1) return character;
  return /[ ()"]/.test(character) ? `\\${character}` : '*';
}

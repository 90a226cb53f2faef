import type { Part, Pattern } from './pattern.ts';
import { term } from './query-tree.ts';
import { registryCells } from './registry-cells.ts';
import { type SaidTerm, saidAs, unasked } from './said.ts';
import { type Cells, fromTail } from './tail-cells.ts';
import type { PatternCell } from './wild-word.ts';
import { wildWord } from './wild-word.ts';

export interface PathField {
  readonly field: string;
  readonly isOfEvent: boolean;
  /** Sigma's names for the roots of the registry, in place of those that the server writes. */
  readonly isRegistry?: boolean;
}

/**
 * A path is indexed by its tails: `c:\a\b.exe`, `a\b.exe`, `b.exe` (contract/query-language.md, "Paths"). So what begins behind a separator is the
 * beginning of a tail, and what ends with the value ends one. Taken for granted: the server's paths name their folder, and end with none.
 */
export function pathTerm({ parts }: Pattern, { field, isOfEvent, isRegistry = false }: PathField): SaidTerm {
  const { cells: read, isSame } = separated(parts);
  const anchored = isRegistry ? registryCells(read) : fromTail(read);
  const ended = withoutEnd(anchored.cells);
  const word = wildWord(ended);
  if (word.isEmpty) return unasked(`${field} is any`);
  const isWhole = word.isWhole && ended.length === anchored.cells.length && !parts.some(isOne);
  const isExact = isSame && anchored.isSame && isWhole;
  return saidAs(term(`${field}:${word.text}`, isOfEvent), isExact, `${field} is searched by whole folders`);
}

const isOne = (part: Part): boolean => typeof part !== 'string' && part.any === 'one';

/** In lower case, with one `\` for each run of separators of any kind. */
function separated(parts: readonly Part[]): Cells {
  const cells: PatternCell[] = [];
  let isSame = true;
  for (const part of parts) {
    if (typeof part !== 'string') {
      cells.push(null);
      continue;
    }
    for (const character of part.toLowerCase()) {
      if (character === '/') isSame = false;
      const plain = character === '/' ? '\\' : character;
      if (plain === '\\' && cells.at(-1) === '\\') isSame = false;
      else cells.push(plain);
    }
  }
  return { cells, isSame };
}

/** No path ends with a separator. */
function withoutEnd(cells: readonly PatternCell[]): readonly PatternCell[] {
  return cells.at(-1) === '\\' ? cells.slice(0, -1) : cells;
}

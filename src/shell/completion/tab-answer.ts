import type { Candidate } from '../../spec/complete.ts';
import { lastPart } from '../../text/remote-path.ts';
import { tokenisePartial } from '../../text/tokenise-partial.ts';
import { displayWidth, padTo, truncateToWidth } from '../../text/width.ts';
import type { TabAnswer } from '../line/look-up.ts';

const mostShown = 200;

export function nothing(typed: string): TabAnswer {
  return { insert: '', replaces: typed, list: '' };
}

/** Inserts what all candidates share, else lists them. */
export function answerOf(candidates: readonly Candidate[], typed: string, columns: number): TabAnswer {
  const [first, ...others] = candidates;
  if (first === undefined) return nothing(typed);
  const shared = others.reduce((start, { insert }) => sharedStart(start, insert), first.insert);
  const insert = others.length === 0 ? closeQuote(shared) : shared;
  const isProgress = others.length === 0 ? insert !== typed : textOf(shared).length > textOf(typed).length;
  if (isProgress) return { insert, replaces: typed, list: '' };
  if (others.length === 0) return nothing(typed);
  return {
    ...nothing(typed),
    list: listOf(
      candidates.map(({ shown }) => lastName(shown)),
      columns,
    ),
  };
}

/** A folder is not the end of a path, but its quote is closed all the same: Enter must work, and more can join behind it. */
function closeQuote(insert: string): string {
  return insert + (tokenisePartial(insert).current.openQuote ?? '');
}

function textOf(typed: string): string {
  return tokenisePartial(typed).current.text;
}

/** Letters that differ only in case count as shared, as the endpoint sees them. */
function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length]?.toLowerCase() === b[length]?.toLowerCase()) length += 1;
  // Two that differ in the second half of a character share none of it.
  return a.slice(0, /[\ud800-\udbff]/.test(a[length - 1] ?? '') ? length - 1 : length);
}

/** `C:\Windows\Temp\` is listed as `Temp\`: what stands before it is on the line already. */
function lastName(shown: string): string {
  const end = /[\\/]/.test(shown.at(-1) ?? '') ? shown.length - 1 : shown.length;
  return shown.slice(end - lastPart(shown.slice(0, end)).length) || shown;
}

function listOf(names: readonly string[], columns: number): string {
  const shown = names.slice(0, mostShown).map((name) => truncateToWidth(name, Math.max(10, columns - 2)));
  const width = Math.max(...shown.map(displayWidth)) + 2;
  const perLine = Math.max(1, Math.floor(columns / width));
  const height = Math.ceil(shown.length / perLine);
  let list = '';
  for (let line = 0; line < height; line += 1) {
    const cells = shown.filter((_, at) => at % height === line);
    list += `${cells
      .map((cell) => padTo(cell, width))
      .join('')
      .trimEnd()}\r\n`;
  }
  const more = names.length - shown.length;
  return more > 0 ? `${list}… and ${more} more\r\n` : list;
}

import { escapeLine } from '../../text/escape.ts';
import { isText } from './look-up.ts';
import type { Press } from './terminal-keys.ts';

/** Ctrl-R under way. */
export interface HistorySearch {
  readonly prompt: string;
  readonly wanted: string;
  /** The place in the history of what is shown; the length of the history where nothing was found yet. */
  readonly at: number | undefined;
  readonly text: string;
  /** What stood in the line before. */
  readonly before: { readonly text: string; readonly cursor: number };
}

export interface SearchStep {
  /** Undefined where it has ended: what is in the line then can be edited. */
  readonly search: HistorySearch | undefined;
  readonly text: string;
  readonly cursor: number;
  /** The key that ended it does what it does elsewhere. */
  readonly passOn: boolean;
}

export function beginSearch(text: string, cursor: number): HistorySearch {
  return { prompt: promptOf('', true), wanted: '', at: undefined, text, before: { text, cursor } };
}

/** One key: characters narrow the search, Ctrl-R and Ctrl-S go to older and newer lines, Ctrl-C and Ctrl-G give up; all others take the line. */
export function searchKey(search: HistorySearch, press: Press, history: readonly string[]): SearchStep {
  const { wanted, at = history.length, before } = search;
  const { text = '', key } = press;
  if (key.ctrl === true && (key.name === 'c' || key.name === 'g'))
    return ended(before.text, before.cursor, false);
  if (key.ctrl === true && key.name === 'r') return found(search, wanted, history, at - 1, -1);
  if (key.ctrl === true && key.name === 's') return found(search, wanted, history, at + 1, 1);
  if (key.name === 'backspace') {
    const shorter = [...wanted].slice(0, -1).join('');
    return found(search, shorter, history, history.length - 1, -1);
  }
  if (isText(press)) return found(search, wanted + text, history, Math.min(at, history.length - 1), -1);
  return ended(search.text, cursorIn(search), key.name !== 'escape');
}

function found(
  search: HistorySearch,
  wanted: string,
  history: readonly string[],
  from: number,
  step: 1 | -1,
): SearchStep {
  const at = wanted === '' ? undefined : matchFrom(history, wanted, from, step, search);
  const isFound = at !== undefined || wanted === '';
  const next: HistorySearch = {
    ...search,
    wanted,
    prompt: promptOf(wanted, isFound),
    ...(at === undefined ? {} : { at, text: history[at] ?? '' }),
  };
  return { search: next, text: next.text, cursor: cursorIn(next), passOn: false };
}

/** The same line is found once, however often it was typed. */
function matchFrom(
  history: readonly string[],
  wanted: string,
  from: number,
  step: 1 | -1,
  { text, wanted: before }: HistorySearch,
): number | undefined {
  const isOther = wanted === before;
  const folded = wanted.toLowerCase();
  for (let at = from; at >= 0 && at < history.length; at += step) {
    const line = history[at] ?? '';
    if (line.toLowerCase().includes(folded) && !(isOther && line === text)) return at;
  }
  return undefined;
}

function cursorIn({ text, wanted }: HistorySearch): number {
  const at = text.toLowerCase().indexOf(wanted.toLowerCase());
  return at < 0 ? text.length : at;
}

function promptOf(wanted: string, isFound: boolean): string {
  return `${isFound ? 'search' : 'not found'} "${escapeLine(wanted)}": `;
}

function ended(text: string, cursor: number, passOn: boolean): SearchStep {
  return { search: undefined, text, cursor, passOn };
}

import { foldCase } from './fold-case.ts';

/*
 * Wildcards as FindFirstFile knows them: `*.*` is everything, `*.` what has no extension, `?` may match nothing
 * before a dot or at the end. Win32 rewrites a pattern into three more wildcards of the file system, which are matched here.
 */

const STAR = '*';
const ANY = '?';
/** Any characters up to the last dot of the name. */
const DOS_STAR = '<';
/** One character, or none before a dot and at the end. */
const DOS_ANY = '>';
/** A dot, or nothing at the end. */
const DOS_DOT = '"';

/** A test for long or short names, without regard to case. */
export function windowsMatcher(pattern: string): (name: string) => boolean {
  if (pattern === '*' || pattern === '*.*') return () => true;
  const rewritten = rewrite(foldCase(pattern));
  return (name) => matches(rewritten, foldCase(name));
}

function rewrite(pattern: string): string {
  let out = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (char === '?') out += DOS_ANY;
    else if (char === '.' && (next === '?' || next === '*')) out += DOS_DOT;
    else if (char === '*' && next === '.') out += DOS_STAR;
    else out += char;
  }
  return out.endsWith(`${DOS_STAR}.`) ? out.slice(0, -1) : out;
}

// Keeps the set of pattern positions that the name so far can stand at: linear in the name, whatever the pattern.
function matches(pattern: string, name: string): boolean {
  const lastDot = name.lastIndexOf('.');
  let states = settle(pattern, new Set([0]), name, 0);
  for (let at = 0; at < name.length && states.size > 0; at += 1) {
    const next = new Set<number>();
    for (const state of states) {
      const wanted = pattern.charAt(state);
      if (wanted === STAR || (wanted === DOS_STAR && at !== lastDot)) next.add(state);
      else if (consumes(wanted, name.charAt(at))) next.add(state + 1);
    }
    states = settle(pattern, next, name, at + 1);
  }
  return states.has(pattern.length);
}

function consumes(wanted: string, char: string): boolean {
  switch (wanted) {
    case '':
      return false;
    case ANY:
      return true;
    case DOS_ANY:
      return char !== '.';
    case DOS_DOT:
      return char === '.';
    default:
      return wanted === char;
  }
}

/** Adds the positions that can be reached without taking a character at `at`. */
function settle(pattern: string, states: Set<number>, name: string, at: number): Set<number> {
  const atEnd = at === name.length;
  for (const state of states) {
    const wanted = pattern.charAt(state);
    const skips =
      wanted === STAR ||
      wanted === DOS_STAR ||
      (wanted === DOS_ANY && (atEnd || name.charAt(at) === '.')) ||
      (wanted === DOS_DOT && atEnd);
    if (skips) states.add(state + 1);
  }
  return states;
}

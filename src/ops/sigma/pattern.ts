/** What stands at a place of a pattern: a run of text, any run of characters, or one character (of `of`, where that is said). */
export type Part = string | { readonly any: 'run' } | { readonly any: 'one'; readonly of?: string };

/** A value of a rule. Runs of text are never empty and never side by side. */
export interface Pattern {
  readonly parts: readonly Part[];
  /** Upper and lower case count. */
  readonly isCased: boolean;
}

export const anyRun: Part = { any: 'run' };
const anyOne: Part = { any: 'one' };

/** `*` and `?` are wildcards; a backslash before one of them or before another backslash makes it plain, any other one is plain itself. */
export function readPattern(text: string): Pattern {
  const parts: Part[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && next !== '' && '*?\\'.includes(next)) {
      parts.push(next);
      at += 1;
    } else parts.push(character === '*' ? anyRun : character === '?' ? anyOne : character);
  }
  return patternOf(parts);
}

/** The text as it stands, without wildcards. */
export function plainPattern(text: string): Pattern {
  return patternOf([text]);
}

export function patternOf(parts: readonly Part[], isCased = false): Pattern {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (!(isRun(part) && last !== undefined && isRun(last))) joined.push(part);
  }
  return { parts: joined, isCased };
}

/** With any run in front of it, behind it, or both. */
export function opened({ parts, isCased }: Pattern, side: 'front' | 'back' | 'both'): Pattern {
  return patternOf(
    [...(side === 'back' ? [] : [anyRun]), ...parts, ...(side === 'front' ? [] : [anyRun])],
    isCased,
  );
}

export function isRun(part: Part): boolean {
  return typeof part !== 'string' && part.any === 'run';
}

/** Its text, where it has no wildcards. */
export function plainTextOf({ parts }: Pattern): string | undefined {
  if (parts.length === 0) return '';
  const [only] = parts;
  return parts.length === 1 && typeof only === 'string' ? only : undefined;
}

/** Whether all of a text is as the pattern says. The time grows with the product of both lengths at most. */
export function matches(pattern: Pattern, text: string): boolean {
  const folded = (each: string): string => (pattern.isCased ? each : each.toLowerCase());
  const cells = pattern.parts.flatMap((part): readonly Cell[] =>
    typeof part === 'string' ? folded(part).split('') : [part.any === 'run' ? run : (part.of ?? one)],
  );
  const subject = folded(text);
  let [cell, at] = [0, 0];
  let [runCell, runAt] = [-1, 0];
  while (at < subject.length) {
    const wanted = cells[cell];
    if (wanted === run) {
      [runCell, runAt] = [cell, at];
      cell += 1;
    } else if (wanted !== undefined && (wanted === one || wanted.includes(subject.charAt(at)))) {
      cell += 1;
      at += 1;
    } else if (runCell >= 0) {
      runAt += 1;
      [cell, at] = [runCell + 1, runAt];
    } else return false;
  }
  while (cells[cell] === run) cell += 1;
  return cell === cells.length;
}

const run = Symbol('any run');
const one = Symbol('any one');
/** A character, several of which one is meant, or what may be anything. */
type Cell = string | typeof run | typeof one;

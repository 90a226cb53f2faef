import { queryValue } from './query-filters.ts';
import { type Place, queryTokens } from './query-tokens.ts';

/** `{NAME}` in a query. */
export interface Placeholder extends Place {
  readonly name: string;
  /** It is all of the value of a term, with or without quotes around it: nothing else can be filled with a value that stays one. */
  readonly isValue: boolean;
}

/** Where a query names one of the parameters, in the order of their places. */
export function placeholders(query: string, names: readonly string[]): readonly Placeholder[] {
  const whole = new Map<number, Place>();
  for (const token of queryTokens(query)) {
    if (token.type !== 'term') continue;
    const { start, end } = token.value;
    const [, quote = '', name] = /^("?)\{([^{}"\s]+)\}\1$/.exec(query.slice(start, end)) ?? [];
    if (name === undefined) continue;
    whole.set(start + quote.length, { start, end });
  }
  return names
    .flatMap((name) =>
      [...occurrences(query, `{${name}}`)].map((at): Placeholder => {
        const place = whole.get(at);
        return { name, isValue: place !== undefined, ...(place ?? { start: at, end: at + name.length + 2 }) };
      }),
    )
    .sort((a, b) => a.start - b.start);
}

function* occurrences(text: string, part: string): Generator<number> {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) yield at;
}

/**
 * The query with a value in each place. Whatever a value holds, it stays one value: it is quoted where it is more than letters and digits, so
 * that no wildcard, operator, field or parenthesis comes of it.
 */
export function filledQuery(query: string, values: ReadonlyMap<string, string>): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { name, start, end, isValue } of placeholders(query, [...values.keys()])) {
    const value = values.get(name);
    if (!isValue || value === undefined) continue;
    pieces.push(query.slice(at, start), queryValue(value));
    at = end;
  }
  return pieces.join('') + query.slice(at);
}

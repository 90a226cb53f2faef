/** A piece of the query: `text` is `query.slice(start, end)`. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** `field:value`, or a bare word without a field. */
export interface Term extends Place {
  readonly type: 'term';
  readonly field: string | undefined;
  /** `missing` when nothing stands directly behind the colon; `group` when a parenthesis does. */
  readonly shape: 'bare' | 'quoted' | 'range' | 'missing' | 'group';
  readonly value: Place;
  /** Where a quote or bracket opens that nothing closes. */
  readonly unclosed: number | undefined;
}

export type QueryToken = Term | (Place & { readonly type: 'open' | 'close' | 'not' | 'and' | 'or' });

/** Every piece of a query but the blanks, by the rules of contract/query-language.md, "Syntax"; never fails. */
export function queryTokens(query: string): readonly QueryToken[] {
  const tokens: QueryToken[] = [];
  /** Of each parenthesis that is open: does a field stand before it, or before one around it? */
  const groups: boolean[] = [];
  // A bracket behind it is closed by none: each would look for one up to the end.
  const lastClose = query.lastIndexOf(']');
  for (let at = 0; at < query.length; ) {
    const token = tokenAt(query, at, { isInGroup: groups.at(-1) === true, lastClose });
    if (token?.type === 'open') {
      const before = tokens.at(-1);
      groups.push(groups.at(-1) === true || (before?.type === 'term' && before.shape === 'group'));
    }
    if (token?.type === 'close') groups.pop();
    if (token !== undefined) tokens.push(token);
    at = token?.end ?? at + 1;
  }
  return tokens;
}

const field = /[A-Za-z_][\w.]*:/y;
const word = /(?:and|AND|or|OR)(?=$|[\s()])/y;

interface Around {
  readonly isInGroup: boolean;
  readonly lastClose: number;
}

function tokenAt(query: string, start: number, { isInGroup, lastClose }: Around): QueryToken | undefined {
  const first = query.charAt(start);
  if (/\s/.test(first)) return undefined;
  if (first === '(' || first === ')')
    return { type: first === '(' ? 'open' : 'close', start, end: start + 1 };
  if (first === '-' && /^[^\s)]/.test(query.slice(start + 1))) return { type: 'not', start, end: start + 1 };
  const operator = matchAt(word, query, start);
  if (operator !== undefined)
    return { type: operator.toLowerCase() === 'and' ? 'and' : 'or', start, end: start + operator.length };
  const name = matchAt(field, query, start);
  // Within `path:( … )` a drive begins a value.
  const isDrive = isInGroup && name?.length === 2 && /[\\/]/.test(query.charAt(start + 2));
  return termAt(query, start, isDrive ? undefined : name?.slice(0, -1), lastClose);
}

function termAt(query: string, start: number, name: string | undefined, lastClose: number): Term {
  const from = name === undefined ? start : start + name.length + 1;
  const first = query.charAt(from);
  const { end, unclosed } =
    name !== undefined && first === '[' ? rangeEnd(query, from, lastClose) : bareEnd(query, from);
  const shape =
    name !== undefined && first === '['
      ? 'range'
      : name !== undefined && first === '('
        ? 'group'
        : end === from
          ? 'missing'
          : first === '"'
            ? 'quoted'
            : 'bare';
  return { type: 'term', start, end, field: name, shape, value: { start: from, end }, unclosed };
}

/** Up to a blank or parenthesis that is neither escaped nor in quotes. A backslash is plain but before what it escapes. */
function bareEnd(query: string, from: number): { end: number; unclosed: number | undefined } {
  let quote: number | undefined;
  let at = from;
  for (; at < query.length; at += 1) {
    const char = query.charAt(at);
    const next = query.charAt(at + 1);
    if (char === '\\' && next !== '' && (quote === undefined ? /[()" ]/ : /["\\]/).test(next)) at += 1;
    else if (char === '"') quote = quote === undefined ? at : undefined;
    else if (quote === undefined && /[\s()]/.test(char)) break;
  }
  return { end: Math.min(at, query.length), unclosed: quote };
}

function rangeEnd(
  query: string,
  from: number,
  lastClose: number,
): { end: number; unclosed: number | undefined } {
  if (from < lastClose) return { end: query.indexOf(']', from) + 1, unclosed: undefined };
  return { end: Math.max(bareEnd(query, from).end, from + 1), unclosed: from };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

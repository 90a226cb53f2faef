import { nearest } from './nearest.ts';
import { fieldType, isQueryField, type QueryIndex, queryFieldNames, queryIndexes } from './query-fields.ts';
import { type Place, type QueryToken, queryTokens, type Term } from './query-tokens.ts';

export interface QueryProblem extends Place {
  /** `error`: every server refuses it. `warning`: it is hardly meant so. `suspect`: told only where the server refused the query. */
  readonly severity: 'error' | 'warning' | 'suspect';
  /** Lower case, without a full stop. */
  readonly message: string;
  readonly fixes: readonly QueryFix[];
  /** It finds something else than is meant, or all there is: a write is not done by it unless somebody insists. */
  readonly stopsWrites?: true;
}

export interface QueryFix extends Place {
  readonly text: string;
}

export interface LintedQuery {
  /** In the order of their places. */
  readonly problems: readonly QueryProblem[];
  /** The query with the fixes of what is wrong, or hardly meant, made; undefined where there is none. */
  readonly corrected: string | undefined;
}

/** Looks over a query before it is sent (contract/query-language.md). Never fails. */
export function lintQuery(query: string, index: QueryIndex): LintedQuery {
  const tokens = queryTokens(query);
  const glued = gluedParentheses(query, tokens);
  const others = [...unbalanced(tokens), ...dangling(query, tokens), ...terms(query, tokens, index)];
  const problems = [...glued, ...others.filter(outside(glued))].sort((a, b) => a.start - b.start);
  const fixes = problems.flatMap(({ severity, fixes }) => (severity === 'suspect' ? [] : fixes));
  return { problems, corrected: fixes.length === 0 ? undefined : withFixes(query, fixes) };
}

function withFixes(query: string, fixes: readonly QueryFix[]): string {
  const pieces: string[] = [];
  let before = query.length;
  for (const fix of [...fixes].sort((a, b) => b.start - a.start)) {
    if (fix.end > before) continue;
    pieces.push(query.slice(fix.end, before), fix.text);
    before = fix.start;
  }
  return query.slice(0, before) + pieces.reverse().join('');
}

/** True for an error, and for what touches none of these places, which follow one another. */
function outside(places: readonly Place[]): (problem: QueryProblem) => boolean {
  return (problem) => {
    if (problem.severity === 'error') return true;
    let [from, to] = [0, places.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((places[middle]?.end ?? 0) <= problem.start) from = middle + 1;
      else to = middle;
    }
    const next = places[from];
    return next === undefined || next.start >= problem.end;
  };
}

function problem(
  severity: QueryProblem['severity'],
  { start, end }: Place,
  message: string,
  ...fixes: readonly QueryFix[]
): QueryProblem {
  return { severity, start, end, message, fixes };
}

function stopping(problem: QueryProblem): QueryProblem {
  return { ...problem, stopsWrites: true };
}

function unbalanced(tokens: readonly QueryToken[]): readonly QueryProblem[] {
  const open: Place[] = [];
  const found: QueryProblem[] = [];
  for (const token of tokens) {
    if (token.type === 'open') open.push(token);
    if (token.type === 'close' && open.pop() === undefined)
      found.push(problem('error', token, 'a parenthesis closes that none opens; a plain one is \\)'));
    if (token.type === 'term' && token.unclosed !== undefined) {
      const place = { start: token.unclosed, end: token.unclosed + 1 };
      found.push(
        token.shape === 'range'
          ? problem('warning', place, 'a range is not closed: [from TO to]')
          : problem('error', place, 'a quote is not closed; a plain one is \\"'),
      );
    }
  }
  return [
    ...found,
    ...open.map((place) => problem('error', place, 'a parenthesis is not closed; a plain one is \\(')),
  ];
}

/** An operator without a term beside it, and a group of nothing. */
function dangling(query: string, tokens: readonly QueryToken[]): readonly QueryProblem[] {
  return tokens.flatMap((token, at) => {
    const [before, after] = [tokens[at - 1], tokens[at + 1]];
    const isAtEnd = before !== undefined && (after === undefined || after.type === 'close');
    if (isAtEnd && (token.type === 'and' || token.type === 'or' || isBareNot(query, token))) {
      const word = query.slice(token.start, token.end);
      return [stopping(problem('warning', token, `nothing stands behind ${word}`))];
    }
    if (token.type === 'and' || token.type === 'or') {
      const isFirst = before === undefined || ['open', 'and', 'or', 'not'].includes(before.type);
      const isLast = after === undefined || ['close', 'and', 'or'].includes(after.type);
      return isFirst || isLast ? [problem('suspect', token, `${token.type} has nothing to join here`)] : [];
    }
    if (token.type === 'open' && after?.type === 'close') {
      return [
        stopping(problem('suspect', { start: token.start, end: after.end }, 'the parentheses hold nothing')),
      ];
    }
    return [];
  });
}

/** `not` and `-` with nothing behind them are words of their own. */
function isBareNot(query: string, token: QueryToken): boolean {
  return token.type === 'term' && /^(?:not|-)$/i.test(query.slice(token.start, token.end));
}

/** `path:c:\program files (x86)\app` is read as four terms: the value goes on behind a parenthesis without a blank. */
function gluedParentheses(query: string, tokens: readonly QueryToken[]): readonly QueryProblem[] {
  const found: QueryProblem[] = [];
  const closeFrom = closings(tokens);
  let path: number | undefined;
  for (const [at, token] of tokens.entries()) {
    const after = tokens[at + 1];
    const before = tokens[at - 1];
    path = pathBehind(path, before);
    const goesOn =
      token.type === 'close' &&
      after?.type === 'term' &&
      after.start === token.end &&
      after.field === undefined;
    const comesFrom = token.type === 'open' && before?.type === 'term' && before.end === token.start;
    if (!goesOn && !(comesFrom && before.shape !== 'group')) continue;
    const last = found.at(-1);
    if (last !== undefined && token.start < last.end) continue;
    const message = 'a parenthesis within a value groups, unless it is written \\( or quoted';
    if (path === undefined || path < (last?.end ?? 0)) found.push(problem('warning', token, message));
    else {
      const end = goesOn ? after.end : (closeFrom(at)?.end ?? token.end);
      const text = query.slice(path, end).replace(/(?<!\\)[ ()]/g, '\\$&');
      found.push(problem('warning', { start: path, end }, message, { start: path, end, text }));
    }
  }
  return found;
}

/** Where the path begins whose words lead up to the place behind this token. */
function pathBehind(path: number | undefined, token: QueryToken | undefined): number | undefined {
  if (token === undefined || token.type === 'and' || token.type === 'or' || token.type === 'not')
    return undefined;
  if (token.type !== 'term' || token.field === undefined) return path;
  const type = fieldType(token.field);
  return type !== 'other' && type !== 'datetime' && token.shape === 'bare' ? token.start : undefined;
}

/** The first parenthesis that closes from a token on; asked for one token after the other. */
function closings(tokens: readonly QueryToken[]): (from: number) => Place | undefined {
  let at = 0;
  return (from) => {
    at = Math.max(at, from);
    while (at < tokens.length && tokens[at]?.type !== 'close') at += 1;
    return tokens[at];
  };
}

function terms(query: string, tokens: readonly QueryToken[], index: QueryIndex): readonly QueryProblem[] {
  const meant = meantFields(index);
  return tokens.flatMap((token, at) => {
    if (token.type !== 'term') return [];
    return [
      ...fieldProblems(query, token, index, meant),
      ...mixedOperator(query, token),
      ...blankBehindColon(token, tokens[at + 1]),
      ...(index === 'alert' ? unquotedStatus(query, token, tokens[at + 1]) : []),
      ...valueProblems(query, token),
    ];
  });
}

/** What a bare path is meant for; threat reports hold none. */
const pathFields: Readonly<Record<QueryIndex, string | undefined>> = {
  process: 'path',
  binary: 'observed_filename',
  alert: 'process_path',
  report: undefined,
};

/** What an unknown field is meant for; each is looked for once, as a query may have the same one many times. */
function meantFields(index: QueryIndex): (field: string) => string | undefined {
  const found = new Map<string, string | undefined>();
  return (field) => {
    if (!found.has(field)) {
      const lower = field.toLowerCase();
      found.set(field, isQueryField(index, lower) ? lower : nearest(field, queryFieldNames(index))[0]);
    }
    return found.get(field);
  };
}

function fieldProblems(
  query: string,
  term: Term,
  index: QueryIndex,
  meantField: (field: string) => string | undefined,
): readonly QueryProblem[] {
  const { field, start, value } = term;
  if (field === undefined || isQueryField(index, field)) return [];
  const place = { start, end: start + field.length };
  const text = query.slice(value.start, value.end);
  if (field.length === 1 && /^[\\/]/.test(text)) {
    const path = pathFields[index];
    const fixes = path === undefined ? [] : [{ start, end: start, text: `${path}:` }];
    return [
      stopping(
        problem('warning', place, `"${field}:" is read as a field: name the field of the path`, ...fixes),
      ),
    ];
  }
  if (text.startsWith('//')) {
    const fix = { start, end: term.end, text: `"${query.slice(start, term.end)}"` };
    return [stopping(problem('warning', place, `"${field}:" is read as a field: quote the address`, fix))];
  }
  const meant = meantField(field);
  const other = queryIndexes.find((each) => isQueryField(each, field));
  const elsewhere = other === undefined ? '' : `; ${other} searches have it`;
  const hint = meant === undefined ? elsewhere : `: did you mean ${meant}?`;
  const message = `unknown field "${field}" in ${index} searches${hint}`;
  const fixes = meant === undefined ? [] : [{ ...place, text: meant }];
  return [stopping(problem('warning', place, message, ...fixes))];
}

/** `And`, `Or`: no server is known to take them for operators. */
function mixedOperator(query: string, term: Term): readonly QueryProblem[] {
  const text = query.slice(term.start, term.end);
  if (!/^(?:and|or)$/i.test(text)) return [];
  const fix = { start: term.start, end: term.end, text: text.toLowerCase() };
  return [stopping(problem('warning', term, `${text} is read as a word: write ${fix.text}`, fix))];
}

function blankBehindColon(term: Term, next: QueryToken | undefined): readonly QueryProblem[] {
  if (term.shape !== 'missing' || term.field === undefined) return [];
  const hasValue = next !== undefined && ['term', 'open'].includes(next.type);
  if (!hasValue)
    return [stopping(problem('suspect', term, `${term.field}: has no value; ${term.field}:* finds any`))];
  const fix = { start: term.end, end: next.start, text: '' };
  return [
    problem('warning', { start: term.end - 1, end: next.start }, 'no blank may stand behind the colon', fix),
  ];
}

/** Of `status:In Progress` the second word is searched everywhere. */
function unquotedStatus(query: string, term: Term, next: QueryToken | undefined): readonly QueryProblem[] {
  if (term.field !== 'status' || next?.type !== 'term' || next.field !== undefined) return [];
  const place = { start: term.value.start, end: next.end };
  const text = query.slice(place.start, place.end);
  if (!/^(?:in\s+progress|false\s+positive)$/i.test(text)) return [];
  return [problem('warning', place, 'a status of two words is quoted', { ...place, text: `"${text}"` })];
}

function valueProblems(query: string, term: Term): readonly QueryProblem[] {
  const { value, shape, field } = term;
  const text = query.slice(value.start, value.end);
  if (/^"\s*"$/.test(text)) return [stopping(problem('suspect', value, 'the quotes hold nothing'))];
  if (shape === 'range' && term.unclosed === undefined) {
    const [, lead = '', to = ''] = /^(\[\s*\S+\s+)(to)\s+\S+\s*\]$/i.exec(text) ?? [];
    const start = value.start + lead.length;
    const place = { start, end: start + to.length };
    if (to === '') return [problem('suspect', value, 'a range is written [from TO to]')];
    return to === 'TO'
      ? []
      : [problem('suspect', place, 'TO of a range is written in capitals', { ...place, text: 'TO' })];
  }
  if (/^"?\*+[^*"\s]/.test(text))
    return [problem('warning', value, 'a wildcard in front is slow, and a server from 7.x on may refuse it')];
  const [, count, unit] = /^-(\d{1,6})([dw])$/i.exec(text) ?? [];
  if (field !== undefined && fieldType(field) === 'datetime' && count !== undefined) {
    const hours = Number(count) * (unit?.toLowerCase() === 'w' ? 168 : 24);
    return [problem('warning', value, 'times are counted in h, m and s', { ...value, text: `-${hours}h` })];
  }
  return [];
}

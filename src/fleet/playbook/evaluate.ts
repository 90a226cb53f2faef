import { CbError } from '../../errors/cb-error.ts';
import { globTest } from '../../text/glob.ts';
import { nearest } from '../../text/nearest.ts';
import type { Expression, FunctionName } from './expression.ts';
import { programOfLine } from './program-of-line.ts';

/** What came of an earlier step on the same host. */
export class StepResult {
  readonly state: 'done' | 'failed' | 'skipped';
  readonly rows: readonly PlayValue[];

  constructor(state: StepResult['state'], rows: readonly PlayValue[]) {
    this.state = state;
    this.rows = rows;
  }
}

export type PlayValue =
  | string
  | number
  | boolean
  | null
  | StepResult
  | readonly PlayValue[]
  | { readonly [key: string]: PlayValue };

export type Names = ReadonlyMap<string, PlayValue>;

/** The value of an expression. Kind `Usage` for what cannot be meant. */
export function evaluate(expression: Expression, names: Names): PlayValue {
  return valueIn(expression, { names, row: undefined, kept: undefined });
}

interface Scope {
  readonly names: Names;
  /** That a filter looks at. */
  readonly row: PlayValue | undefined;
  /** What is the same for each of its rows: lists of a hundred thousand are made once, not once for each row. */
  readonly kept: Map<Expression, PlayValue> | undefined;
}

function valueIn(expression: Expression, scope: Scope): PlayValue {
  const { kept } = scope;
  const isKept = kept !== undefined && makesList(expression) && !asksOfRow(expression);
  if (!isKept) return valueNow(expression, scope);
  const known = kept.get(expression) ?? valueNow(expression, scope);
  kept.set(expression, known);
  return known;
}

function makesList({ kind }: Expression): boolean {
  return kind === 'filter' || kind === 'field' || kind === 'call' || kind === 'list';
}

const asking = new WeakMap<Expression, boolean>();

/** Its value depends on the row that the filter around it looks at. */
function asksOfRow(expression: Expression): boolean {
  const known = asking.get(expression) ?? asksNow(expression);
  asking.set(expression, known);
  return known;
}

function asksNow(expression: Expression): boolean {
  switch (expression.kind) {
    case 'rowField':
      return true;
    case 'list':
      return expression.items.some(asksOfRow);
    case 'field':
    case 'call':
    case 'not':
      return asksOfRow(expression.of);
    // Its test looks at rows of its own.
    case 'filter':
      return asksOfRow(expression.of);
    case 'join':
    case 'compare':
      return asksOfRow(expression.left) || asksOfRow(expression.right);
    default:
      return false;
  }
}

function valueNow(expression: Expression, scope: Scope): PlayValue {
  const { names, row } = scope;
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'list':
      return expression.items.map((item) => valueIn(item, scope));
    case 'name': {
      const found = names.get(expression.name);
      if (found === undefined) throw new CbError('Usage', `nothing is known as ${expression.name}`);
      return found;
    }
    case 'rowField':
      if (row === undefined)
        throw new CbError('Usage', `.${expression.field} is for a filter: name[.${expression.field} …]`);
      return isRow(row) ? (ownField(row, expression.field) ?? null) : null;
    case 'field':
      return fieldOf(valueIn(expression.of, scope), expression.field);
    case 'filter': {
      const of = playItems(valueIn(expression.of, scope));
      const kept = new Map<Expression, PlayValue>();
      return of.filter((each) => isPlayTrue(valueIn(expression.test, { names, row: each, kept })));
    }
    case 'call':
      return called(expression.name, valueIn(expression.of, scope));
    case 'not':
      return !isPlayTrue(valueIn(expression.of, scope));
    case 'join': {
      const left = isPlayTrue(valueIn(expression.left, scope));
      if (left !== expression.all) return left;
      return isPlayTrue(valueIn(expression.right, scope));
    }
    case 'compare':
      return compared(expression, scope);
  }
}

/** Nothing, no, 0 and what is empty are false; so is a step that was not done, or gave no rows. */
export function isPlayTrue(value: PlayValue): boolean {
  if (value instanceof StepResult) return value.state === 'done' && value.rows.length > 0;
  if (isList(value)) return value.length > 0;
  return value !== null && value !== false && value !== 0 && value !== '';
}

/** The rows of a step, the items of a list; another value alone. */
export function playItems(value: PlayValue): readonly PlayValue[] {
  if (value instanceof StepResult) return value.rows;
  if (isList(value)) return value;
  return value === null ? [] : [value];
}

function isList(value: PlayValue): value is readonly PlayValue[] {
  return Array.isArray(value);
}

function isRow(value: PlayValue): value is { readonly [key: string]: PlayValue } {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof StepResult);
}

function ownField(row: { readonly [key: string]: PlayValue }, field: string): PlayValue | undefined {
  return Object.hasOwn(row, field) ? row[field] : undefined;
}

/** Of one thing its field; of rows those that have something there. A name that none of them knows is a slip. */
function fieldOf(value: PlayValue, field: string): PlayValue {
  if (isRow(value)) return ownField(value, field) ?? unknownField(field, [value]);
  const rows = playItems(value);
  const found = rows.flatMap((row) => (isRow(row) ? (ownField(row, field) ?? []) : []));
  if (found.length === 0 && rows.length > 0 && !rows.some((row) => isRow(row) && Object.hasOwn(row, field)))
    unknownField(field, rows);
  return found.filter((each) => each !== null);
}

function unknownField(field: string, rows: readonly PlayValue[]): never {
  const known = [...new Set(rows.slice(0, 100).flatMap((row) => (isRow(row) ? Object.keys(row) : [])))];
  const [near] = nearest(field, known);
  const hint = near === undefined ? `known: ${known.slice(0, 30).join(', ')}` : `did you mean ${near}?`;
  throw new CbError('Usage', `no row has a field "${field}"`, { hint });
}

function called(name: FunctionName, value: PlayValue): PlayValue {
  switch (name) {
    case 'done':
    case 'failed':
    case 'skipped':
      if (value instanceof StepResult) return value.state === name;
      throw new CbError('Usage', `${name}() wants what a step has registered`);
    case 'count':
      return playItems(value).length;
    case 'first':
      return playItems(value)[0] ?? null;
    case 'unique':
      return [...new Map(playItems(value).map((each) => [keyOf(each), each])).values()];
    case 'program':
      return eachText(value, programOfLine);
    case 'file':
      return eachText(value, (text) => text.slice(cutAt(text) + 1));
    case 'folder':
      return eachText(value, (text) => text.slice(0, Math.max(0, cutAt(text))));
  }
}

function cutAt(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
}

function eachText(value: PlayValue, change: (text: string) => string): PlayValue {
  if (typeof value === 'string') return change(value);
  return playItems(value).flatMap((each) => (typeof each === 'string' ? [change(each)] : []));
}

function compared({ by, left, right }: Extract<Expression, { kind: 'compare' }>, scope: Scope): boolean {
  const [a, b] = [valueIn(left, scope), valueIn(right, scope)];
  switch (by) {
    case '==':
      return isSame(a, b);
    case '!=':
      return !isSame(a, b);
    case 'in':
      return isIn(a, b);
    case 'not in':
      return !isIn(a, b);
    case 'contains':
      return typeof a === 'string' ? a.toLowerCase().includes(wordOf(b).toLowerCase()) : isIn(b, a);
    case 'like': {
      const test = globTest(wordOf(b), 'windows');
      return playItems(a).some((each) => test(wordOf(each)));
    }
    default:
      return isOrdered(by, a, b);
  }
}

function isOrdered(by: '<' | '<=' | '>' | '>=', a: PlayValue, b: PlayValue): boolean {
  const [x, y] = [numberOf(a), numberOf(b)];
  // What is no number is neither less nor more.
  if (x === undefined || y === undefined) return false;
  return by === '<' ? x < y : by === '<=' ? x <= y : by === '>' ? x > y : x >= y;
}

function numberOf(value: PlayValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value)) return Number(value);
  return undefined;
}

function isSame(a: PlayValue, b: PlayValue): boolean {
  return keyOf(a) === keyOf(b);
}

/** A text anywhere in a list; a list in a list where all of it is. */
function isIn(value: PlayValue, list: PlayValue): boolean {
  const keys = keysOf(playItems(list));
  const wanted = value instanceof StepResult || isList(value) ? playItems(value) : [value];
  return wanted.length > 0 && wanted.every((each) => keys.has(keyOf(each)));
}

/** Lists of a hundred thousand hashes are asked about once for each row. */
const known = new WeakMap<readonly PlayValue[], ReadonlySet<string>>();

function keysOf(list: readonly PlayValue[]): ReadonlySet<string> {
  const keys = known.get(list) ?? new Set(list.map(keyOf));
  known.set(list, keys);
  return keys;
}

/** Texts are the same in any case, as names on Windows and hashes are; a number is what it is written as. */
function keyOf(value: PlayValue): string {
  if (value instanceof StepResult) return keyOf(value.rows);
  return typeof value === 'object' && value !== null
    ? JSON.stringify(value).toLowerCase()
    : wordOf(value).toLowerCase();
}

/** As it is written where a word is made of it. */
export function wordOf(value: PlayValue): string {
  if (value === null) return '';
  if (value instanceof StepResult || typeof value === 'object')
    throw new CbError('Usage', 'rows are not one word', { hint: 'name a field of them: rows.path' });
  return String(value);
}

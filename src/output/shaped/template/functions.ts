import { formatDuration, parseServerTime } from '../../../text/age.ts';
import { displayWidth } from '../../../text/width.ts';
import { printf } from './printf.ts';
import {
  compared,
  isList,
  isMembers,
  isSame,
  isTrue,
  memberOf,
  nameOf,
  printed,
  TemplateError,
  type Value,
} from './values.ts';

/** What a function may look at beside its values. */
export interface Surroundings {
  /** Unix ms. */
  readonly now: () => number;
  readonly table: { add(cells: readonly string[]): void; draw(): string };
}

type Work = (values: readonly Value[], around: Surroundings) => Value;

/** By name: the fewest values and the most, and what it does. */
const all: Readonly<Record<string, readonly [least: number, most: number, work: Work]>> = {
  printf: [1, 100, ([format = '', ...values]) => printf(printed(format), values)],
  print: [0, 100, (values) => values.map(printed).join('')],
  println: [0, 100, (values) => `${values.map(printed).join(' ')}\n`],
  json: [1, 1, ([value = null]) => JSON.stringify(value)],
  len: [1, 1, ([value = null]) => lengthOf(value)],
  index: [2, 100, ([value = null, ...keys]) => keys.reduce(at, value)],
  not: [1, 1, ([value = null]) => !isTrue(value)],
  and: [1, 100, (values) => values.find((value) => !isTrue(value)) ?? values.at(-1) ?? null],
  or: [1, 100, (values) => values.find(isTrue) ?? values.at(-1) ?? null],
  eq: [2, 100, ([first = null, ...others]) => others.some((other) => isSame(first, other))],
  ne: [2, 2, ([a = null, b = null]) => !isSame(a, b)],
  lt: [2, 2, ([a = null, b = null]) => compared(a, b) < 0],
  le: [2, 2, ([a = null, b = null]) => compared(a, b) <= 0],
  gt: [2, 2, ([a = null, b = null]) => compared(a, b) > 0],
  ge: [2, 2, ([a = null, b = null]) => compared(a, b) >= 0],
  join: [2, 2, ([separator = '', list = null]) => listOf(list, 'join').map(printed).join(printed(separator))],
  pluck: [
    2,
    2,
    ([name = '', list = null]) => listOf(list, 'pluck').map((each) => memberOf(each, printed(name))),
  ],
  truncate: [2, 2, ([width = 0, text = null]) => truncated(printed(text), Number(width))],
  timeago: [1, 1, ([time = null], { now }) => agoOf(time, now())],
  tablerow: [
    1,
    100,
    (values, { table }) => {
      table.add(values.map(printed));
      return '';
    },
  ],
  tablerender: [0, 0, (_values, { table }) => table.draw()],
};

export const functionNames: ReadonlySet<string> = new Set(Object.keys(all));

export function called(name: string, values: readonly Value[], around: Surroundings): Value {
  const [least, most, work] = all[name] ?? [0, 0, () => null];
  if (values.length >= least && values.length <= most) return work(values, around);
  const wanted = least === most ? `${least}` : `${least} or more`;
  throw new TemplateError(`${name} takes ${wanted} values, not ${values.length}`);
}

function lengthOf(value: Value): number {
  if (typeof value === 'string') return [...value].length;
  if (value === null) return 0;
  if (isList(value)) return value.length;
  if (isMembers(value)) return Object.keys(value).length;
  throw new TemplateError(`len wants a text, list or object, not ${nameOf(value)}`);
}

function at(value: Value, key: Value): Value {
  if (!isList(value)) return memberOf(value, printed(key));
  const index = Number(key);
  if (Number.isInteger(index) && index >= 0 && index < value.length) return value[index] ?? null;
  throw new TemplateError(`there is no ${printed(key)} in a list of ${value.length}`);
}

/** What is not there is an empty one. */
function listOf(value: Value, name: string): readonly Value[] {
  if (value === null) return [];
  if (isList(value)) return value;
  throw new TemplateError(`${name} wants a list, not ${nameOf(value)}`);
}

function truncated(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let short = '';
  for (const character of text) {
    if (displayWidth(short + character) > width - 1) break;
    short += character;
  }
  return `${short}…`;
}

/** 1973: a smaller number is no time. */
const firstSeconds = 1e8;

function agoOf(time: Value, now: number): string {
  const ms = typeof time === 'number' && time >= firstSeconds ? time * 1000 : parseServerTime(time);
  if (ms === undefined) return printed(time);
  return ms > now ? `in ${formatDuration(ms - now)}` : `${formatDuration(now - ms)} ago`;
}

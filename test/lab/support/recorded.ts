import { readFileSync } from 'node:fs';

/** A reply that a real server gave, as it came. */
export function recorded(name: string): string {
  return readFileSync(new URL(`../../fixtures/recorded/${name}`, import.meta.url), 'utf8');
}

export function recordedJson(name: string): unknown {
  return JSON.parse(recorded(`${name}.json`));
}

/** Which kinds of values stand at which keys: `watchlists[].wid` is a text. */
export type Shape = Map<string, Set<string>>;

/** The keys of some objects and what stands there; lists are looked into, and texts told apart where a client reads them. */
export function shapeOf(values: readonly unknown[]): Shape {
  const shape: Shape = new Map();
  const add = (path: string, kind: string) => shape.set(path, (shape.get(path) ?? new Set()).add(kind));
  const look = (value: unknown, path: string): void => {
    add(path, kindOf(value));
    if (Array.isArray(value)) {
      for (const one of value) look(one, `${path}[]`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) look(one, `${path}.${plainKey(key)}`);
    }
  };
  for (const value of values) look(value, '');
  return new Map([...shape].map(([path, kinds]) => [path.replace(/^\./, ''), kinds]));
}

/** Keys that hold names of the data itself. */
function plainKey(key: string): string {
  return key
    .replace(/^(alliance_(?:score|link|data|updated))_.*/, '$1_FEED')
    .replace(/^[0-9A-F]{32}$/, 'MD5')
    .replace(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){4}[0-9a-f]{8}-[0-9a-f]{12}$/, 'PROCESS');
}

const textKinds: readonly (readonly [kind: string, form: RegExp])[] = [
  ['ISO time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/],
  ['time with zone', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.?\d*[+-]\d\d:\d\d$/],
  ['time', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,6}$/],
  ['digits', /^-?\d+$/],
];

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value !== 'string') return typeof value;
  return textKinds.find(([, form]) => form.test(value))?.[0] ?? 'text';
}

export interface Difference {
  readonly missing: string[];
  readonly more: string[];
}

/** Lists of strings in bars: how many fields, and how the time among them is written. */
export function formsOf(entries: readonly unknown[]): string[] {
  return [...new Set(entries.map((entry) => formOf(String(entry))))];
}

function formOf(entry: string): string {
  const fields = entry.split('|');
  const time = fields.find((field) => /^\d{4}-\d\d-\d\d /.test(field)) ?? '';
  return `${fields.length} fields, ${time.replaceAll(/\d/g, '0')}`;
}

/** What the recorded ones have that these have not, and the reverse: `key: kind`. */
export function differences(real: Shape, made: Shape): Difference {
  return { missing: notIn(real, made), more: notIn(made, real) };
}

function notIn(some: Shape, others: Shape): string[] {
  return [...some]
    .flatMap(([path, kinds]) =>
      [...kinds]
        .filter((kind) => others.get(path)?.has(kind) !== true)
        // A text that happens to be a number.
        .filter((kind) => kind !== 'digits' || others.get(path)?.has('text') !== true)
        .map((kind) => `${path}: ${kind}`),
    )
    .sort();
}

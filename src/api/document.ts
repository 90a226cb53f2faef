import type { JsonItem } from '../transport/types.ts';
import { isObject, type WireObject } from './wire/read.ts';

/** A document of a page: parsed when somebody looks into it, and written as it came where nobody does. */
export interface Document {
  /** `BadReply` where it turns out to be none. */
  readonly wire: WireObject;
  /** On one line, where it is what `JSON.stringify` would write of it. */
  readonly json: string | undefined;
  /** The same as `wire[name]`, in most cases without a parse. */
  field(name: string): unknown;
}

export function documentOf(wire: WireObject): Document {
  return { wire, json: undefined, field: (name) => wire[name] };
}

/** `misfit` makes the error for what is no object. */
export class SentDocument implements Document {
  readonly json: string | undefined;
  readonly #item: JsonItem;
  readonly #misfit: (value: unknown) => Error;
  #wire: WireObject | undefined;

  constructor(item: JsonItem, misfit: (value: unknown) => Error) {
    this.#item = item;
    this.#misfit = misfit;
    const { plain } = item;
    this.json = plain?.includes('": ') === true ? withoutBlanks(plain) : plain;
    // What is plain is a valid object; of anything else that is found out before it is given to anyone.
    if (plain === undefined) this.#wire = this.#parse();
  }

  get wire(): WireObject {
    this.#wire ??= this.#parse();
    return this.#wire;
  }

  field(name: string): unknown {
    const isSent = this.#wire === undefined && this.json !== undefined;
    return (isSent ? flatField(this.json, name) : undefined) ?? this.wire[name];
  }

  #parse(): WireObject {
    const value = this.#item.parse();
    if (isObject(value)) return value;
    throw this.#misfit(value);
  }
}

/** The last value of that name of an object that holds no other, as a parser takes it; undefined where that takes a parser. */
function flatField(json: string, name: string): string | number | undefined {
  const key = `"${name}":`;
  const at = json.lastIndexOf(key);
  // A quote behind a brace or comma begins a name or is the end of a text; then no name follows.
  if (at < 1 || !/[{,]/.test(json[at - 1] ?? '') || json.includes('{', 1)) return undefined;
  const start = at + key.length;
  if (json[start] === '"') {
    const value = json.slice(start + 1, json.indexOf('"', start + 1));
    return value.includes('\\') ? undefined : value;
  }
  const end = json.indexOf(',', start);
  const value = Number(json.slice(start, end < 0 ? -1 : end));
  return Number.isNaN(value) ? undefined : value;
}

/** Without the blanks behind colons and commas that some servers put there. A text holds no quote without a backslash before it. */
function withoutBlanks(json: string): string {
  return json.replaceAll(/(?<!\\)": /g, '":').replaceAll(/, (?="[\w.-]+":)/g, ',');
}

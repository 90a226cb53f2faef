import type { SentObject } from '../text/sent-object.ts';
import type { JsonItems } from '../transport/types.ts';
import { isObject, type WireObject } from './wire/read.ts';

const quote = 0x22;

/** A document of a page: parsed when somebody looks into it, and written as it came where nobody does. */
export interface Document {
  /** `BadReply` where it turns out to be none. */
  readonly wire: WireObject;
  /** Where it lies in the reply, in the common case. */
  readonly sent: SentObject | undefined;
  /** The same as `wire[name]`, in most cases without a parse of all. */
  field(name: string): unknown;
}

export function documentOf(wire: WireObject): Document {
  return { wire, sent: undefined, field: (name) => wire[name] };
}

/** `misfit` makes the error for what is no object. */
export class SentDocument implements Document {
  readonly sent: SentObject | undefined;
  readonly #items: JsonItems;
  readonly #index: number;
  readonly #misfit: (value: unknown) => Error;
  #wire: WireObject | undefined;

  constructor(items: JsonItems, index: number, misfit: (value: unknown) => Error) {
    this.#items = items;
    this.#index = index;
    this.#misfit = misfit;
    this.sent = items.sent(index);
    // What is cut out is a valid object; of anything else that is found out before it is given to anyone.
    if (this.sent === undefined) this.#wire = this.#parse();
  }

  get wire(): WireObject {
    this.#wire ??= this.#parse();
    return this.#wire;
  }

  field(name: string): unknown {
    return this.#wire === undefined && this.sent !== undefined ? sentField(this.sent, name) : this.wire[name];
  }

  #parse(): WireObject {
    const value = this.#items.parse(this.#index);
    if (isObject(value)) return value;
    throw this.#misfit(value);
  }
}

function sentField({ bytes, form, places: { at }, first }: SentObject, name: string): unknown {
  const index = form.indexOf(name);
  if (index === undefined) return undefined;
  const start = at[first + 2 * index] ?? 0;
  const end = at[first + 2 * index + 1] ?? 0;
  if (bytes[start] === quote) {
    const text = bytes.toString('utf8', start + 1, end - 1);
    return text.includes('\\') ? JSON.parse(`"${text}"`) : text;
  }
  const text = bytes.toString('utf8', start, end);
  const number = Number(text);
  return Number.isNaN(number) ? JSON.parse(text) : number;
}

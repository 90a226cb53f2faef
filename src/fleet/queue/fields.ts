import { CbError } from '../../errors/cb-error.ts';

/** What stands on the queue may be from anybody: it is read by its form, and nothing longer than that. */
export class QueueFields {
  readonly #what: string;
  readonly #value: Readonly<Record<string, unknown>>;

  private constructor(what: string, value: object) {
    this.#what = what;
    this.#value = value as Readonly<Record<string, unknown>>;
  }

  /** Kind `BadReply` for anything that is no object of JSON, and for more than `most` characters. */
  static of(text: string, what: string, most: number): QueueFields {
    if (text.length > most) throw bad(what, 'is longer than it can be');
    return QueueFields.#in(parsed(text, what), what);
  }

  static #in(value: unknown, what: string): QueueFields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return new QueueFields(what, value);
    throw bad(what, 'is no object');
  }

  text(name: string, most = 1000): string {
    const value = this.#value[name];
    if (typeof value === 'string' && value.length <= most) return value;
    throw bad(this.#what, `has no ${name}`);
  }

  maybeText(name: string, most = 10_000): string | undefined {
    return this.#isAbsent(name) ? undefined : this.text(name, most);
  }

  /** A number that is whole, and no less than 0. */
  count(name: string): number {
    const value = this.#value[name];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw bad(this.#what, `has no ${name}`);
  }

  number(name: string): number {
    const value = this.#value[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw bad(this.#what, `has no ${name}`);
  }

  maybeNumber(name: string): number | undefined {
    return this.#isAbsent(name) ? undefined : this.number(name);
  }

  flag(name: string): boolean {
    const value = this.#value[name];
    if (typeof value === 'boolean') return value;
    throw bad(this.#what, `has no ${name}`);
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#value[name];
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw bad(this.#what, `has no ${name}`);
  }

  fields(name: string): QueueFields {
    return QueueFields.#in(this.#value[name], `${name} of ${this.#what}`);
  }

  has(name: string): boolean {
    return !this.#isAbsent(name);
  }

  list(name: string, most: number): readonly QueueFields[] {
    const value = this.#value[name];
    if (!Array.isArray(value) || value.length > most) throw bad(this.#what, `has no ${name}`);
    return value.map((each) => QueueFields.#in(each, `${name} of ${this.#what}`));
  }

  #isAbsent(name: string): boolean {
    return this.#value[name] === undefined || this.#value[name] === null;
  }
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw bad(what, 'is no JSON', cause);
  }
}

function bad(what: string, why: string, cause?: unknown): CbError {
  return new CbError('BadReply', `${what} ${why}`, { cause });
}

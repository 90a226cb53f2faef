/** Variables; names without regard to case on Windows. */
export class Environment {
  readonly #ignoreCase: boolean;
  readonly #values = new Map<string, { name: string; value: string }>();

  constructor(values: Iterable<readonly [string, string]>, ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
    for (const [name, value] of values) this.set(name, value);
  }

  get(name: string): string | undefined {
    return this.#values.get(this.#key(name))?.value;
  }

  set(name: string, value: string): void {
    this.#values.set(this.#key(name), { name, value });
  }

  delete(name: string): void {
    this.#values.delete(this.#key(name));
  }

  *entries(): Generator<readonly [string, string]> {
    for (const { name, value } of this.#values.values()) yield [name, value];
  }

  copy(): Environment {
    return new Environment(this.entries(), this.#ignoreCase);
  }

  #key(name: string): string {
    return this.#ignoreCase ? name.toUpperCase() : name;
  }
}

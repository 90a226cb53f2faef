/**
 * Ids that the server gives out, by the names they have in plays: SES-01, CMD-01, FIL-01 in the order in which a play first shows them.
 * An id that shifts, because one more command was sent before it, changes nothing. Numbers and names are equally wide.
 */
const kinds = { session: 'SES', command: 'CMD', file: 'FIL' } as const;

export const firstIds = { session: 710_001, command: 720_001, file: 730_001 } as const;

const symbol = new RegExp(`\\b(?:${Object.values(kinds).join('|')})-\\d{2}\\b`, 'g');
const wholeNumber = /(?<![0-9A-Za-z.])7[123]\d{4}(?![0-9A-Za-z])/g;

export class Symbols {
  readonly #names = new Map<string, string>();
  readonly #numbers = new Map<string, string>();

  /** Text as printed → as written in a play. */
  name(text: string): string {
    return text.replace(wholeNumber, (number) => this.#names.get(number) ?? this.#give(number));
  }

  /** Text as written in a play → as typed. @throws Error for a name that nothing has shown yet. */
  number(text: string): string {
    return text.replace(symbol, (name) => {
      const number = this.#numbers.get(name);
      if (number === undefined)
        throw new Error(`${name} is typed before the play has shown it: list it first`);
      return number;
    });
  }

  #give(number: string): string {
    const [kind] = Object.entries(firstIds).findLast(([, first]) => Number(number) >= first) ?? [];
    if (kind === undefined) return number;
    const prefix = kinds[kind as keyof typeof kinds];
    const earlier = [...this.#numbers.keys()].filter((name) => name.startsWith(prefix)).length;
    const name = `${prefix}-${String(earlier + 1).padStart(2, '0')}`;
    this.#names.set(number, name);
    this.#numbers.set(name, number);
    return name;
  }
}

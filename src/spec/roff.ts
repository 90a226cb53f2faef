/** What has a meaning of its own to roff, as the characters that are meant: a hyphen that can be searched for and pasted, not one to break at. */
const named: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
};

/** Text for roff: nothing in it is a request, and nothing needs an encoding to be told. */
export function roffText(text: string): string {
  const escaped = [...text.trim().replaceAll(/\s+/g, ' ')].map((char) => {
    const point = char.codePointAt(0) ?? 0;
    return named[char] ?? (point > 126 ? `\\[u${point.toString(16).toUpperCase().padStart(4, '0')}]` : char);
  });
  // A dot at the start of a line would be a request; the other one that would be, the apostrophe, is escaped anyway.
  return escaped[0] === '.' ? `\\&${escaped.join('')}` : escaped.join('');
}

/** A manual page in the man(7) macros, piece by piece. */
export class RoffPage {
  readonly #lines: string[] = [];

  constructor(title: string, source: string) {
    this.#lines.push(
      `.TH ${[title, '1', '', source, `${source.split(' ')[0]} manual`].map(argument).join(' ')}`,
    );
  }

  section(title: string): this {
    return this.#add(`.SH ${argument(title.toUpperCase())}`);
  }

  subsection(title: string): this {
    return this.#add(`.SS ${argument(title)}`);
  }

  paragraph(text: string): this {
    return this.#add('.PP', roffText(text));
  }

  /** What can be typed or is listed, and below it what is said of it. */
  item(name: string, about: string): this {
    return this.#add('.TP', `.B ${argument(name)}`, roffText(about));
  }

  /** Names of other pages. */
  pages(names: readonly string[]): this {
    return this.#add(`.PP`, names.map((name) => `\\fB${roffText(name)}\\fR(1)`).join(', '));
  }

  toString(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #add(...lines: readonly string[]): this {
    this.#lines.push(...lines.filter((line) => line !== ''));
    return this;
  }
}

function argument(text: string): string {
  return `"${roffText(text)}"`;
}

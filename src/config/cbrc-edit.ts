import { CbError } from '../errors/cb-error.ts';
import { parseCbrc } from './cbrc.ts';

/** Keys to write; `undefined` takes a key out. Keys not named stay as they are. */
export type SectionEdits = Readonly<Record<string, string | undefined>>;

/**
 * The text with a section changed, or added at the end. Comments, order, unknown keys and line ends stay. Every function here takes the
 * text of our own file (`''` for none) and throws `Config` when it cannot be read.
 */
export function putSection(text: string, name: string, edits: SectionEdits): string {
  const after = withSection(text, name, edits);
  // What was written must read back as it was meant: the next run has nothing else.
  const { values } = parse(after).sections.find((each) => each.name === name) ?? { values: new Map() };
  for (const [key, value] of Object.entries(edits)) {
    if (values.get(key)?.value !== value) throw cannotBeWritten(key);
  }
  return after;
}

function withSection(text: string, name: string, edits: SectionEdits): string {
  checkName(name);
  for (const [key, value] of Object.entries(edits)) checkEntry(key, value);
  const file = new Lines(text);
  const section = parse(text).sections.find((each) => each.name === name);
  if (!section) {
    const added = Object.entries(edits).flatMap(([key, value]) =>
      value === undefined ? [] : [entry(key, value)],
    );
    file.append([`[${name}]`, ...added]);
    return file.text();
  }
  const lastLine = Math.max(section.line, ...[...section.values.values()].map((value) => value.lastLine));
  const added: string[] = [];
  const replaced = new Map<number, { readonly until: number; readonly by: string | undefined }>();
  for (const [key, value] of Object.entries(edits)) {
    const old = section.values.get(key.toLowerCase());
    if (old) {
      replaced.set(old.line, {
        until: old.lastLine,
        by: value === undefined ? undefined : entry(key, value),
      });
    } else if (value !== undefined) added.push(entry(key, value));
  }
  file.insertAfter(lastLine, added);
  for (const line of [...replaced.keys()].sort((a, b) => b - a)) {
    const { until, by } = replaced.get(line) ?? { until: line, by: undefined };
    file.replace(line, until, by === undefined ? [] : [by]);
  }
  return file.text();
}

/** The text without the section, and without a `use` that names it. Comments right above the next section stay with that one. */
export function removeSection(text: string, name: string): string {
  const cbrc = parse(text);
  const section = cbrc.sections.find((each) => each.name === name);
  if (!section) return text;
  const file = new Lines(text);
  const next = cbrc.headerLines.find((line) => line > section.line) ?? file.count() + 1;
  let last = next - 1;
  while (next <= file.count() && last > section.line && /^\s*[#;]/.test(file.at(last))) last--;
  file.replace(section.line, last, []);
  return cbrc.use?.value === name ? setUse(file.text(), undefined) : file.text();
}

/** The text with `use = NAME` above the first section, or without it. */
export function setUse(text: string, name: string | undefined): string {
  if (name !== undefined) checkName(name);
  const { use } = parse(text);
  const file = new Lines(text);
  const lines = name === undefined ? [] : [entry('use', name)];
  if (use) file.replace(use.line, use.lastLine, lines);
  else if (lines.length > 0) file.insertAfter(0, file.at(1).trim() === '' ? lines : [...lines, '']);
  return file.text();
}

/** Lines numbered from 1, with the line end and the byte order mark of the text they came from. */
class Lines {
  readonly #lines: string[];
  readonly #end: string;
  readonly #mark: string;

  constructor(text: string) {
    this.#mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
    this.#end = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
    this.#lines = text.slice(this.#mark.length).split(/\r\n|\r|\n/);
    if (this.#lines.at(-1) === '') this.#lines.pop();
  }

  count(): number {
    return this.#lines.length;
  }

  at(line: number): string {
    return this.#lines[line - 1] ?? '';
  }

  replace(from: number, to: number, by: readonly string[]): void {
    this.#lines.splice(from - 1, to - from + 1, ...by);
  }

  insertAfter(line: number, added: readonly string[]): void {
    this.#lines.splice(line, 0, ...added);
  }

  append(added: readonly string[]): void {
    const isFirst = this.#lines.every((line) => line.trim() === '');
    this.#lines.push(...(isFirst || this.#lines.at(-1)?.trim() === '' ? [] : ['']), ...added);
  }

  text(): string {
    return this.#lines.length === 0 ? '' : this.#mark + this.#lines.join(this.#end) + this.#end;
  }
}

function parse(text: string) {
  return parseCbrc(text, '~/.cbrc', { allowUse: true });
}

function entry(key: string, value: string): string {
  return `${key} = ${value}`;
}

function checkName(name: string): void {
  if (
    name === '' ||
    name === 'DEFAULT' ||
    name !== name.trim() ||
    /[[\]\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)
  ) {
    throw new CbError('Usage', `${JSON.stringify(name)} cannot name a profile`, {
      hint: 'letters, digits, dots and hyphens are fine',
    });
  }
}

/** What the reader would not give back as it was. */
function checkEntry(key: string, value: string | undefined): void {
  const isKey = /^[a-z][a-z0-9_]*$/.test(key);
  if (isKey && (value === undefined || (value === value.trim() && !/[\r\n\u0000]/.test(value)))) return;
  throw cannotBeWritten(isKey ? key : 'a key');
}

function cannotBeWritten(key: string): CbError {
  return new CbError('Usage', `the value of ${key} cannot be written to a profile file`, {
    hint: 'one line, without blanks around it',
  });
}

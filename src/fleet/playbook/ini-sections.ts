import { CbError } from '../../errors/cb-error.ts';

export interface IniSection {
  readonly name: string;
  /** From 1 on. */
  readonly line: number;
  /** By their names in lower case. */
  readonly values: Map<string, IniValue>;
}

export interface IniValue {
  readonly text: string;
  readonly line: number;
}

const mostSections = 200;

/**
 * Sections as Python's ConfigParser has them: `key = value` or `key: value`, comments of whole lines by `;` and `#`, values that go on in lines that stand
 * further in, `%%` for a `%`. Kind `Usage` with file and line.
 */
export function iniSections(text: string, file: string): readonly IniSection[] {
  const sections: IniSection[] = [];
  let last: string | undefined;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const number = index + 1;
    const line = raw.trim();
    const fail = (message: string): never => {
      throw new CbError('Usage', `${file}:${number}:1: ${message}`, { context: { file, line: number } });
    };
    if (line === '' || line.startsWith(';') || line.startsWith('#')) {
      if (line === '') last = undefined;
      continue;
    }
    const section = sections.at(-1);
    const value = last === undefined ? undefined : section?.values.get(last);
    if (/^\s/.test(raw) && section !== undefined && last !== undefined && value !== undefined) {
      section.values.set(last, { ...value, text: `${value.text}\n${line}` });
      continue;
    }
    const heading = /^\[([^\]]{1,200})\]$/.exec(line)?.[1];
    if (heading !== undefined) {
      if (sections.some(({ name }) => name === heading)) fail(`section ${heading} stands here a second time`);
      if (sections.length === mostSections) fail(`there are more than ${mostSections} sections`);
      sections.push({ name: heading, line: number, values: new Map() });
      last = undefined;
      continue;
    }
    const at = line.search(/[=:]/);
    if (at <= 0) return fail('this is neither a section nor "key = value"');
    if (section === undefined) return fail('this stands in no section');
    const key = line.slice(0, at).trim().toLowerCase();
    if (section.values.has(key)) fail(`${key} stands here a second time`);
    section.values.set(key, { text: plainText(line.slice(at + 1).trim(), fail), line: number });
    last = key;
  }
  return sections;
}

function plainText(text: string, fail: (message: string) => never): string {
  if (/(?<!%)(?:%%)*%(?!%)/.test(text)) return fail('a % is written twice here: %%');
  return text.replaceAll('%%', '%');
}

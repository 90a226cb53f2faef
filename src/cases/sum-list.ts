/** The list of all files with their SHA-256, as `sha256sum -c` reads it: in what was exported. */
export const listName = 'SHA256SUMS';

/** A name with a backslash or line break is written as sha256sum does. */
export function sumLine(file: string, sha256: string): string {
  const escaped = file.replace(/[\\\n\r]/g, (mark) => escapes[mark] ?? mark);
  return `${escaped === file ? '' : '\\'}${sha256}  ${escaped}\n`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };

export interface SumLine {
  readonly line: number;
  readonly sha256: string;
}

/** What a list says, by the name of the file; and the numbers of lines that are none. */
export function readSumList(list: string): {
  readonly sums: ReadonlyMap<string, SumLine>;
  readonly bad: readonly number[];
} {
  const sums = new Map<string, SumLine>();
  const bad: number[] = [];
  for (const [index, text] of list.split(/(?<=\n)/).entries()) {
    const line = index + 1;
    const [, mark = '', sha256 = '', name = ''] = /^(\\?)([0-9a-f]{64}) {2}([^\n]+)\n$/.exec(text) ?? [];
    const file = mark === '' ? name : name.replace(/\\([\\nr])/g, (_pair, one: string) => plain[one] ?? one);
    if (sumLine(file, sha256) !== text || sums.has(file)) bad.push(line);
    else sums.set(file, { line, sha256 });
  }
  return { sums, bad };
}

const plain: Readonly<Record<string, string>> = { '\\': '\\', n: '\n', r: '\r' };

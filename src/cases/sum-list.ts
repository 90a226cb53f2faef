import { hash } from 'node:crypto';

/** The list of all files with their SHA-256, as `sha256sum -c` reads it: in what was exported. */
export const listName = 'SHA256SUMS';

/**
 * Its lines with a last one that holds the SHA-256 of those above, which `sha256sum -c` takes for a comment: else nobody could tell whether
 * the list or a file was changed that nothing else proves.
 */
export function sumList(lines: readonly string[]): string {
  const text = lines.join('');
  return `${text}${lastLine(text)}`;
}

function lastLine(text: string): string {
  return `# SHA-256 of the lines above: ${hash('sha256', text, 'hex')}\n`;
}

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

export interface SumList {
  /** By the name of the file. */
  readonly sums: ReadonlyMap<string, SumLine>;
  /** Numbers of lines that are none. */
  readonly bad: readonly number[];
  /** False where its last line does not fit those above it. */
  readonly isWhole: boolean;
}

export function readSumList(list: string): SumList {
  const sums = new Map<string, SumLine>();
  const bad: number[] = [];
  const lines = list.split(/(?<=\n)/);
  const last = lines.pop() ?? '';
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const [, mark = '', sha256 = '', name = ''] = /^(\\?)([0-9a-f]{64}) {2}([^\n]+)\n$/.exec(text) ?? [];
    const file = mark === '' ? name : name.replace(/\\([\\nr])/g, (_pair, one: string) => plain[one] ?? one);
    if (sumLine(file, sha256) !== text || sums.has(file)) bad.push(line);
    else sums.set(file, { line, sha256 });
  }
  return { sums, bad, isWhole: lastLine(lines.join('')) === last };
}

const plain: Readonly<Record<string, string>> = { '\\': '\\', n: '\n', r: '\r' };

import { markdownText } from './markdown-text.ts';

/** A table of Markdown, row by row. What stands in a cell stays text there, whoever wrote it. */
export async function* markdownTable<T>(
  heads: readonly string[],
  rows: AsyncIterable<T>,
  cells: (row: T) => readonly string[],
): AsyncGenerator<string> {
  yield lineOf(heads);
  yield `|${heads.map(() => '---|').join('')}\n`;
  for await (const row of rows) yield lineOf(cells(row).map(markdownText));
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

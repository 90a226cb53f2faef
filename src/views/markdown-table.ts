/** A table of Markdown, row by row. What stands in a cell stays text there, whoever wrote it. */
export async function* markdownTable<T>(
  heads: readonly string[],
  rows: AsyncIterable<T>,
  cells: (row: T) => readonly string[],
): AsyncGenerator<string> {
  yield lineOf(heads);
  yield `|${heads.map(() => '---|').join('')}\n`;
  for await (const row of rows) yield lineOf(cells(row).map(asMarkdown));
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** No mark-up, no HTML, no end of the cell, and nothing that is made a link of by itself. */
function asMarkdown(text: string): string {
  return text
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(/[<>&]/g, (mark) => entities[mark] ?? mark)
    .replaceAll(/[\\`*_[\]|~$@]|:(?=\/\/)|(?<=www)\./gi, (mark) => `\\${mark}`);
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

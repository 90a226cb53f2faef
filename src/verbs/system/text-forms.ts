import type { SystemTool } from './tool.ts';

/** Lines in groups, which blank lines divide. */
export function blocksOf(text: string): readonly (readonly string[])[] {
  const all: string[][] = [];
  let block: string[] = [];
  for (const line of [...text.split('\n'), '']) {
    if (line.trim() !== '') block.push(line);
    else if (block.length > 0) {
      all.push(block);
      block = [];
    }
  }
  return all;
}

/** `a, b`: what stands on both sides of the first `mark`. */
export function cutAt(line: string, mark: string): readonly [before: string, behind: string] | undefined {
  const at = line.indexOf(mark);
  return at < 0 ? undefined : [line.slice(0, at), line.slice(at + mark.length)];
}

/** Comma-separated values; undefined where a quote is not as it must be. */
export function readCsv(text: string): readonly (readonly string[])[] | undefined {
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",\n]*))(,|\n|$)/y;
  const all: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length; at = cell.lastIndex) {
    cell.lastIndex = at;
    const found = cell.exec(text);
    if (found === null) return undefined;
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    all.push(row);
    row = [];
  }
  return row.length === 0 ? all : undefined;
}

/**
 * Objects of WMI as CSV, which every PowerShell can write; names and states of WMI are the same in every language. The line can be read by
 * whoever finds it on the sensor. The values of `lists` are divided by blanks.
 */
export function wmiTool<const Field extends string, Row>(
  query: string,
  fields: readonly Field[],
  toRow: (object: Readonly<Record<Field, string>>) => Row,
  lists: readonly Field[] = [],
): SystemTool<Row> {
  const selected = fields.map((field) =>
    lists.includes(field) ? `@{n='${field}';e={$_.${field} -join ' '}}` : field,
  );
  return csvTool(`Get-WmiObject ${query} | Select-Object ${selected.join(',')}`, fields, toRow);
}

/** Objects of a pipeline of PowerShell that have just these fields, as CSV. */
export function csvTool<const Field extends string, Row>(
  pipeline: string,
  fields: readonly Field[],
  toRow: (object: Readonly<Record<Field, string>>) => Row,
): SystemTool<Row> {
  const script = `${pipeline} | ConvertTo-Csv -NoTypeInformation`;
  return {
    line: `WindowsPowerShell\\v1.0\\powershell.exe -NoProfile -NonInteractive -Command "${script}"`,
    parse(text) {
      const [heading, ...objects] = readCsv(text) ?? [];
      const isKnown = heading?.length === fields.length && fields.every((field, at) => heading[at] === field);
      if (!isKnown || objects.some((cells) => cells.length !== fields.length)) return undefined;
      return objects.map((cells) =>
        toRow(
          Object.fromEntries(fields.map((field, at) => [field, cells[at] ?? ''])) as Record<Field, string>,
        ),
      );
    },
  };
}

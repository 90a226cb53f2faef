export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly limit: string;
  readonly ok: boolean;
  readonly note?: string;
}

/** A Markdown table, as docs/speed.md has it. */
export function drawTable(rows: readonly Row[]): string {
  const cells = rows.map(({ what, figure, limit, ok, note = '' }) => [
    what,
    figure,
    limit,
    ok ? 'yes' : 'NO',
    note,
  ]);
  const head = ['what', 'measured', 'limit', 'held', 'beside it'];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(line)].join(
    '\n',
  );
}

import type { FieldTable, LineTable } from '../src/transcript/fields.ts';

/** The kinds of lines of docs/transcript.md, each with its fields. */
export function lineTable(table: LineTable): string {
  const rows = Object.entries(table).flatMap(([kind, { about, fields }]) => [
    `| **${kind}** | | ${about} |`,
    ...fieldRows(fields),
  ]);
  return ['| Kind, field | Holds | Means |', '|---|---|---|', ...rows].join('\n');
}

function fieldRows(fields: FieldTable, of = ''): readonly string[] {
  return Object.entries(fields).flatMap(([name, { is, optional, about, each }]) => [
    `| \`${of}${name}\` | ${is}${optional === true ? ', or not there' : ''} | ${about} |`,
    ...fieldRows(each ?? {}, `${of}${name}[].`),
  ]);
}

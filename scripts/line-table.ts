import type { LineTable } from '../src/transcript/fields.ts';

/** The kinds of lines of docs/transcript.md, each with its fields. */
export function lineTable(table: LineTable): string {
  const rows = Object.entries(table).flatMap(([kind, { about, fields }]) => [
    `| **${kind}** | | ${about} |`,
    ...Object.entries(fields).map(
      ([name, { is, optional, about: meaning }]) =>
        `| \`${name}\` | ${is}${optional === true ? ', or not there' : ''} | ${meaning} |`,
    ),
  ]);
  return ['| Kind, field | Holds | Means |', '|---|---|---|', ...rows].join('\n');
}

import type { Cell, Column, Facet, FacetsResult, FacetValue } from '../spec/result.ts';
import { escapeJson, escapeLine } from '../text/escape.ts';
import { displayWidth, truncateToWidth } from '../text/width.ts';
import { csvHeader, csvRow, tsvRow } from './delimited.ts';
import type { Drawing } from './drawing.ts';
import { selectColumns } from './fields.ts';
import { makeJsonMembers, writeJsonArray } from './json.ts';
import { drawTimeChart } from './time-chart.ts';

interface Row extends FacetValue {
  readonly field: string;
}

const columns: readonly Column<Row>[] = [
  { field: 'field', head: 'field', of: (row) => row.field },
  { field: 'name', head: 'name', of: (row) => row.name },
  { field: 'value', head: 'count', of: (row) => row.value },
  { field: 'percent', head: 'percent', of: (row) => row.percent },
  { field: 'ratio', head: 'ratio', of: (row) => row.ratio },
];
const longestBar = 50;
const leastBar = 10;

/**
 * Facets as bars in a table; `json` is an object of the wire's arrays by field; the other forms have a row for each value. False where
 * there is nothing.
 */
export async function writeFacets(result: FacetsResult, drawing: Drawing): Promise<boolean> {
  const { out, mode } = drawing;
  const rows = result.facets.flatMap(({ field, entries }) => entries.map((entry) => ({ ...entry, field })));
  const chosen = selectColumns(columns, drawing.fields);
  const isWhole = chosen === columns;
  switch (mode) {
    case 'table':
      await out.add(
        result.facets
          .map((facet) =>
            facet.over === undefined
              ? drawn(facet, result.facets.length > 1, drawing)
              : drawTimeChart(facet, drawing),
          )
          .join('\n'),
      );
      break;
    case 'tsv':
      for (const row of rows) await out.add(tsvRow(chosen, row));
      break;
    case 'csv':
      await out.add(csvHeader(chosen));
      for (const row of rows) await out.add(csvRow(chosen, row));
      break;
    case 'ndjson':
      for (const row of rows) await out.add(`{${makeJsonMembers(chosen)(row)}}\n`);
      break;
    case 'json':
      if (isWhole) await out.add(asObject(result));
      else {
        const members = makeJsonMembers(chosen);
        await writeJsonArray(out, async (next) => {
          for (const row of rows) await out.add(`${next()}{${members(row)}}`);
        });
      }
      break;
  }
  return rows.length > 0;
}

function asObject({ facets }: FacetsResult): string {
  const object: Readonly<Record<string, Cell>> = Object.fromEntries(
    facets.map(({ field, entries }) => [field, entries.map((entry) => entry.wire)]),
  );
  return `${escapeJson(JSON.stringify(object, null, 2))}\n`;
}

/** One line a value: name, share, bar, as long as the share of the largest. Names keep a third of the width at most. */
function drawn(
  { field, entries }: Facet,
  hasHead: boolean,
  { style, isTTY, columns: wide }: Drawing,
): string {
  const width = isTTY ? Math.max(40, wide()) : 100;
  const names = entries.map((entry) => truncateToWidth(escapeLine(entry.name), Math.floor(width / 3)));
  const counts = entries.map((entry) => String(entry.value));
  const nameWidth = widest(names);
  const countWidth = widest(counts);
  const bar = Math.min(longestBar, Math.max(leastBar, width - nameWidth - countWidth - 12));
  const lines = entries.map((entry, at) => {
    const name = names[at] ?? '';
    const share = `${escapeLine(entry.ratio).padStart(5)}%`;
    const length = Math.round((Math.min(100, Math.max(0, entry.percent)) / 100) * bar);
    const count = style.dim((counts[at] ?? '').padStart(countWidth));
    const drawnBar = style.ok('■'.repeat(entry.value > 0 ? Math.max(1, length) : 0));
    return `${' '.repeat(nameWidth - displayWidth(name))}${name} ${count} ${share} ${drawnBar}`.trimEnd();
  });
  const head = hasHead ? [style.heading(escapeLine(field))] : [];
  return [...head, ...lines].map((line) => `${line}\n`).join('');
}

/** No arguments of a call: a server may send any number of values. */
function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

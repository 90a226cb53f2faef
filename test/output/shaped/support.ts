import type { RenderOptions } from '../../../src/output/drawing.ts';
import { renderResult } from '../../../src/output/render.ts';
import { renderShaped } from '../../../src/output/shaped/render-shaped.ts';
import { type ShapeWords, shapeOf } from '../../../src/output/shaped/shape.ts';
import { type Cell, type Column, type Result, rows } from '../../../src/spec/result.ts';
import { type Drawn, memorySink, optionsFor } from '../support.ts';

const now = Date.parse('2024-05-14T09:30:00Z');

/** Draws as a program does for these options. */
export async function shaped(
  result: Result,
  words: Partial<ShapeWords>,
  options: Partial<RenderOptions> = {},
): Promise<Drawn> {
  const sink = memorySink(options.isTTY);
  const err = memorySink(options.isTTY);
  const shape = await shapeOf({ zero: false, output: undefined, now: () => now, ...words });
  const mode = words.output === 'yaml' ? undefined : words.output;
  const how = { ...optionsFor(sink, err, options), mode, errorMode: words.output, zero: words.zero };
  const rendered = shape === undefined ? renderResult(result, how) : renderShaped(result, how, shape);
  return { ...(await rendered), out: sink.text(), err: err.text() };
}

/** Rows whose columns are the members of the first one. */
export function rowsOf(items: readonly Readonly<Record<string, Cell>>[]): Result {
  const names = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const columns: Column<Readonly<Record<string, Cell>>>[] = names.map((field) => ({
    field,
    head: field,
    of: (item) => item[field],
  }));
  return rows(items, columns, { noun: 'things' });
}

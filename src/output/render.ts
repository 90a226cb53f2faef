import type { Column, FileResult, RecordResult, Result, RowsResult, TreeResult } from '../spec/result.ts';
import { BatchWriter } from './batch-writer.ts';
import { csvHeader, csvRow, tsvLine } from './delimited.ts';
import type { Drawing, RenderOptions } from './drawing.ts';
import { eachRow } from './each-row.ts';
import { endEmpty, endText, note, type Rendered, sayError } from './endings.ts';
import { fieldsHelp, selectColumns, selectKeys, visibleColumns } from './fields.ts';
import { jsonBlock, jsonLine, makeJsonMembers, writeJsonArray } from './json.ts';
import { Outcomes } from './outcomes.ts';
import { isOutputClosed, OutputClosed, sayTo } from './output-closed.ts';
import { hintOf, presentHint } from './present.ts';
import { cellsAdder, jsonAdder } from './row-adders.ts';
import { writeBytes, writeText } from './text.ts';
import { branchColumns, branchesOf, flatColumns, writeJsonTree } from './tree.ts';

const newline = 0x0a;
/** Of rows that failed in a table; more would bury it. */
const mostHints = 5;

/**
 * Writes a result in the mode asked for. All modes but `table` take constant memory, and `table` only what it shows. Throws what the
 * source throws (after closing open JSON), `Usage` for an unknown field before anything is read, the signal's reason, and `OutputClosed`.
 */
export async function renderResult(result: Result, options: RenderOptions): Promise<Rendered> {
  const listed = fieldsHelp(result, options.fields, fileColumns as Column<unknown>[]);
  if (listed !== undefined) {
    if (result.type === 'rows') await result.into?.abandon();
    return await renderResult(listed, { ...options, fields: undefined });
  }
  const into = result.type === 'rows' ? result.into : undefined;
  const form = 'form' in result ? result.form : undefined;
  const sink = into === undefined ? options.sink : { isTTY: false, write: into.write };
  const isTTY = options.isTTY && into === undefined;
  const drawing: Drawing = {
    ...options,
    sink,
    isTTY,
    mode: options.mode ?? (options.zero === true ? 'tsv' : (form ?? (isTTY ? 'table' : 'tsv'))),
    out: new BatchWriter(sink, options.batchLength),
  };
  if (into === undefined) return await renderAll(result, drawing);
  try {
    const rendered = await renderAll(result, drawing);
    await note(await into.finish(), drawing);
    return rendered;
  } catch (error) {
    await into.abandon();
    throw error;
  }
}

async function renderAll(result: Result, drawing: Drawing): Promise<Rendered> {
  try {
    const rendered = await renderBy(result, drawing);
    await drawing.out.flush();
    return isPartial(result) ? { exitKind: 'Partial', ...told(rendered) } : rendered;
  } catch (error) {
    // What was drawn before a failure is shown before its error is.
    if (!isOutputClosed(error)) await drawing.out.flush();
    throw error;
  }
}

function isPartial(result: Result): boolean {
  return 'isPartial' in result && result.isPartial?.() === true;
}

/** Without "not found", which what was left out may contradict. */
function told({ exitKind, ...rest }: Rendered): Rendered {
  return exitKind === undefined || exitKind === 'NotFound' ? rest : { ...rest, exitKind };
}

async function renderBy(result: Result, drawing: Drawing): Promise<Rendered> {
  switch (result.type) {
    case 'rows':
      return renderRows(result as unknown as RowsResult<unknown>, drawing);
    case 'tree':
      return renderTree(result as unknown as TreeResult<unknown>, drawing);
    case 'facets': {
      const { writeFacets } = await import('./histogram.ts');
      return (await writeFacets(result, drawing)) ? { found: true } : endEmpty(result.noun, drawing);
    }
    case 'record':
      return renderRecord(result, drawing);
    case 'file':
      return renderRecord(
        { type: 'record', value: result, columns: fileColumns as Column<unknown>[] },
        drawing,
      );
    case 'text':
      await writeText(result, drawing);
      return endText(result, drawing);
    case 'bytes':
      await writeBytes(result, drawing);
      return { found: true };
    case 'done': {
      const fields = selectKeys(result.fields, drawing.fields);
      if (drawing.mode === 'json') await drawing.out.add(jsonBlock(fields));
      if (drawing.mode === 'ndjson') await drawing.out.add(jsonLine(fields));
      await note(result.sentence, drawing, result.localFile);
      return { found: true };
    }
  }
}

/** Rows of bulk work are done as they are drawn: where their reader goes before the last, the rest was not done, and that is said. */
async function renderRows(result: RowsResult<unknown>, given: Drawing): Promise<Rendered> {
  if (result.outcome === undefined) return await renderEachRow(result, given);
  let isWhole = false;
  async function* counted() {
    yield* result.rows;
    isWhole = true;
  }
  try {
    return await renderEachRow({ ...result, rows: counted() }, given);
  } catch (error) {
    if (!isOutputClosed(error) || isWhole) throw error;
    // What drains says itself how far it came.
    if (result.drains !== true) await sayTo(given.err, 'the output was closed: the rest was not done\n');
    throw new OutputClosed(error, true);
  }
}

async function renderEachRow(result: RowsResult<unknown>, given: Drawing): Promise<Rendered> {
  const drawing = result.drains === true ? { ...given, signal: undefined } : given;
  const { out, mode, signal, fields } = drawing;
  const all = selectColumns(result.columns, fields);
  const visible = visibleColumns(result.columns, { fields, wide: result.wide === true, mode });
  const outcomes = new Outcomes();
  let found = false;
  let said: string | undefined;
  const isTold = mode === 'table' && drawing.debug !== true && visible.some(isTelling(result));
  const hints = new Set<string>();
  const afterRow = (row: unknown): Promise<void> | undefined => {
    found = true;
    const outcome = result.outcome?.(row);
    if (outcome === undefined) return undefined;
    outcomes.count(outcome);
    if (typeof outcome !== 'object') return undefined;
    if (isTold) {
      const hint = hintOf(outcome.failed);
      if (hint !== undefined && hints.size < mostHints) hints.add(hint);
      return undefined;
    }
    // What one row after the other failed with, as where one request is for many, is said once.
    const message = outcome.failed instanceof Error ? outcome.failed.message : undefined;
    if (message !== undefined && message === said) return undefined;
    said = message;
    return sayError(outcome.failed, drawing);
  };
  const { room } = out;
  const writeRows = (put: (row: unknown) => void): Promise<void> =>
    eachRow(result.rows, signal, (row) => {
      put(row);
      const written = out.settle();
      return written === undefined ? afterRow(row) : written.then(() => afterRow(row));
    });

  switch (mode) {
    case 'table': {
      const { drawTable } = await import('./table.ts');
      await drawTable(result.rows, visible, drawing, afterRow);
      break;
    }
    case 'tsv':
      await writeRows(await cellsAdder(result, visible, 'tsv', drawing));
      break;
    case 'csv': {
      // Where nothing comes but a failure, stdout stays empty.
      const put = await cellsAdder(result, all, 'csv', drawing);
      await writeRows((row) => {
        if (!found) room.add(csvHeader(all, drawing.bom));
        put(row);
      });
      if (!found) await out.add(csvHeader(all, drawing.bom));
      break;
    }
    case 'ndjson': {
      const put = jsonAdder(result, all, drawing);
      await writeRows((row) => {
        put(row);
        room.addByte(newline);
      });
      break;
    }
    case 'json': {
      const put = jsonAdder(result, all, drawing);
      await writeJsonArray(out, (next) =>
        writeRows((row) => {
          room.add(next());
          put(row);
        }),
      );
      break;
    }
  }
  const exitKind = outcomes.exitKind();
  await out.flush();
  await drawing.afterRows?.();
  for (const sentence of result.notes?.() ?? []) await note(sentence, drawing);
  const unsureHint = outcomes.isUnsure ? drawing.unsureHint?.() : undefined;
  if (unsureHint !== undefined) hints.add(unsureHint);
  if (hints.size > 0) await out.flush();
  for (const hint of hints) await sayTo(drawing.err, presentHint(hint));
  if (!found) return endEmpty(result.noun, drawing, result.whenEmpty);
  return exitKind === undefined ? { found } : { found, exitKind };
}

function isTelling({ toldBy }: RowsResult<unknown>): (column: Column<unknown>) => boolean {
  return ({ field }) => field === toldBy;
}

async function renderTree(tree: TreeResult<unknown>, drawing: Drawing): Promise<Rendered> {
  const { out, mode, fields } = drawing;
  switch (mode) {
    case 'table': {
      const visible = visibleColumns(tree.columns, { fields, wide: false });
      // One below the other they would be no tree.
      const asTree = { ...drawing, expand: undefined };
      const { drawTable } = await import('./table.ts');
      await drawTable(branchesOf(tree), branchColumns(visible, drawing), asTree, () => undefined);
      break;
    }
    case 'tsv': {
      const visible = visibleColumns(flatColumns(tree.columns), { fields, wide: false, mode });
      for (const branch of branchesOf(tree)) await out.add(tsvLine(drawing)(visible, branch));
      break;
    }
    case 'csv': {
      const all = selectColumns(flatColumns(tree.columns), fields);
      await out.add(csvHeader(all, drawing.bom));
      for (const branch of branchesOf(tree)) await out.add(csvRow(all, branch));
      break;
    }
    case 'ndjson':
      await writeJsonTree(tree, selectColumns(tree.columns, fields), drawing, () => '', '\n');
      break;
    case 'json': {
      const all = selectColumns(tree.columns, fields);
      await writeJsonArray(out, (next) => writeJsonTree(tree, all, drawing, next, ''));
      break;
    }
  }
  return tree.roots.length === 0 ? endEmpty(tree.noun, drawing) : { found: true };
}

/** A record shows all its columns but those for data: it is the long form. In tsv it is lines of field and value. */
async function renderRecord({ value, columns }: RecordResult, drawing: Drawing): Promise<Rendered> {
  const { out, mode } = drawing;
  const shown = selectColumns(columns, drawing.fields);
  const visible = visibleColumns(columns, { fields: drawing.fields, wide: true });
  switch (mode) {
    case 'table': {
      const { drawRecord } = await import('./record.ts');
      await out.add(await drawRecord(value, visible, drawing));
      break;
    }
    case 'tsv':
      for (const column of visible) await out.add(`${column.field}\t${tsvLine(drawing)([column], value)}`);
      break;
    case 'csv':
      await out.add(csvHeader(shown, drawing.bom) + csvRow(shown, value));
      break;
    case 'ndjson':
      await out.add(`{${makeJsonMembers(shown)(value)}}\n`);
      break;
    case 'json':
      await out.add(jsonBlock(Object.fromEntries(shown.map((column) => [column.field, column.of(value)]))));
      break;
  }
  return { found: true };
}

const fileColumns: readonly Column<FileResult>[] = [
  { field: 'remote', head: 'remote', of: (file) => file.remote },
  { field: 'local', head: 'local', of: (file) => file.local, localFile: (file) => file.local },
  { field: 'size', head: 'size', of: (file) => file.size, as: 'bytes' },
  { field: 'sha256', head: 'sha256', of: (file) => file.sha256 },
];

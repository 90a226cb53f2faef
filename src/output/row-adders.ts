import type { Column, RowsResult } from '../spec/result.ts';
import { escapeJson } from '../text/escape.ts';
import { csvRow, tsvLine } from './delimited.ts';
import type { Drawing } from './drawing.ts';
import { jsonMembers, makeJsonMembers } from './json.ts';

/** Puts a row into the room of the output. */
export type AddRow = (row: unknown) => void;

/** Adds a row as JSON: as it came, as the object that stands for it, or by its columns. */
export function jsonAdder(
  { object, sent, isAsSent }: RowsResult<unknown>,
  columns: readonly Column<unknown>[],
  { out: { room }, fields }: Drawing,
): AddRow {
  const objectOf = fields === undefined || fields.length === 0 ? object : undefined;
  const sentOf = objectOf !== undefined && isAsSent === true ? sent : undefined;
  const columnsOf = makeJsonMembers(columns);
  const membersOf = objectOf === undefined ? columnsOf : (row: unknown) => jsonMembers(objectOf(row));
  return (row) => {
    const json = sentOf?.(row);
    if (json === undefined) room.add(`{${membersOf(row)}}`);
    else if (json.isSafe) room.copy(json.bytes, json.start, json.end);
    else room.add(escapeJson(json.bytes.toString('utf8', json.start, json.end)));
  };
}

/** Adds a row as a line of cells: of the bytes that came, where there are any, else by its columns. */
export async function cellsAdder(
  { sent }: RowsResult<unknown>,
  columns: readonly Column<unknown>[],
  form: 'tsv' | 'csv',
  drawing: Drawing,
): Promise<AddRow> {
  const { room } = drawing.out;
  const lineOf = form === 'csv' ? csvRow : tsvLine(drawing);
  const addOwn: AddRow = (row) => room.add(lineOf(columns, row));
  const sentOf = form === 'tsv' && drawing.zero === true ? undefined : sent;
  if (sentOf === undefined) return addOwn;
  const { SentCells } = await import('./sent-cells.ts');
  const cells = new SentCells(columns, form, room);
  return (row) => {
    const came = sentOf(row);
    if (came === undefined) addOwn(row);
    else cells.add(row, came);
  };
}

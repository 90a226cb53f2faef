import type { Cell, Column } from '../spec/result.ts';
import { escapeJson } from '../text/escape.ts';
import type { BatchWriter } from './batch-writer.ts';
import { isOutputClosed } from './output-closed.ts';

/** The members of an object without its braces, on one line; a field whose cell is undefined is left out. */
export type JsonMembers<T> = (row: T) => string;

export function makeJsonMembers<T>(columns: readonly Column<T>[]): JsonMembers<T> {
  const keys = columns.map((column) => `${JSON.stringify(column.field)}:`);
  return (row) => {
    let members = '';
    for (let i = 0; i < columns.length; i++) {
      const value = JSON.stringify(columns[i]?.of(row));
      if (value === undefined) continue;
      members += (members === '' ? '' : ',') + keys[i] + value;
    }
    return escapeJson(members);
  };
}

/** The same for an object that is there already. */
export function jsonMembers(object: Readonly<Record<string, Cell>>): string {
  return escapeJson(JSON.stringify(object).slice(1, -1));
}

/** An object or other value on one line, safe for a terminal. */
export function jsonLine(value: Cell): string {
  return `${escapeJson(JSON.stringify(value) ?? 'null')}\n`;
}

/** The same over several lines, for one record. */
export function jsonBlock(value: Cell): string {
  return `${escapeJson(JSON.stringify(value, null, 2) ?? 'null')}\n`;
}

/** Writes an array as its items come, one a line; it is closed also when the source fails in the middle. */
export async function writeJsonArray(
  out: BatchWriter,
  writeItems: (nextItem: () => string) => Promise<void>,
): Promise<void> {
  let count = 0;
  await closing(
    out,
    (hasFailed) => (count > 0 ? '\n]\n' : hasFailed ? '' : '[]\n'),
    () => writeItems(() => (count++ === 0 ? '[\n' : ',\n')),
  );
}

/** Runs `write`, then writes `end`, also after a failure; but not to a reader that has gone. */
export async function closing(
  out: BatchWriter,
  end: (hasFailed: boolean) => string,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isOutputClosed(error)) {
      await out.add(end(true));
      await out.flush();
    }
    throw error;
  }
  await out.add(end(false));
}

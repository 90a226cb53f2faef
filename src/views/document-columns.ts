import type { WireObject } from '../api/wire/read.ts';
import type { Cell, Column } from '../spec/result.ts';

type Options = Omit<Column<WireObject>, 'field' | 'head' | 'of'>;

/** A column of a document's field, as it was sent. */
export function documentColumn(field: string, head: string, options: Options = {}): Column<WireObject> {
  return { field, head, of: (wire) => wire[field] as Cell, isPlain: true, ...options };
}

/** The same, for records and by name only. */
export function wideColumn(field: string, head: string, options: Options = {}): Column<WireObject> {
  return documentColumn(field, head, { wide: true, ...options });
}

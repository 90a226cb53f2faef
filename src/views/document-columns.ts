import type { Document } from '../api/document.ts';
import type { WireObject } from '../api/wire/read.ts';
import type { Cell, Column } from '../spec/result.ts';
import { formatTimeUtc, parseServerTime } from '../text/age.ts';
import { toId, toText } from '../text/number.ts';
import type { SentObject } from '../text/sent-object.ts';
import { columnOver } from './column-over.ts';

type Options = Omit<Column<WireObject>, 'field' | 'head' | 'of'>;

/** A column of a document's field, as it was sent. */
export function documentColumn(field: string, head: string, options: Options = {}): Column<WireObject> {
  return { field, head, of: (wire) => wire[field] as Cell, member: field, isPlain: true, ...options };
}

/** The same, for records and by name only. */
export function wideColumn(field: string, head: string, options: Options = {}): Column<WireObject> {
  return documentColumn(field, head, { wide: true, ...options });
}

/** A column for the documents of a search. */
export function ofDocument(column: Column<WireObject>): Column<Document> {
  const { member } = column;
  const over = columnOver(column, ({ wire }: Document) => wire);
  return member === undefined ? over : { ...over, member, of: (document) => document.field(member) as Cell };
}

/** What stands in JSON for a document: what `made` makes of it, or the document as it was sent. */
export function documentObject(made?: (wire: WireObject) => WireObject): {
  readonly object: (document: Document) => Readonly<Record<string, Cell>>;
  readonly sent: (document: Document) => SentObject | undefined;
  readonly isAsSent: boolean;
} {
  return {
    object: ({ wire }) => (made?.(wire) ?? wire) as Readonly<Record<string, Cell>>,
    sent: ({ sent }) => sent,
    isAsSent: made === undefined,
  };
}

/** The watchlists that found a document: an array of `{wid, value}`, where `value` is when (contract/processes.md). */
export const watchlistsColumn: Column<WireObject> = wideColumn('watchlists', 'watchlists', {
  isPlain: false,
  show: ({ watchlists }) => (Array.isArray(watchlists) ? watchlists.map(watchlistText).join(', ') : ''),
});

/** `6 at 2016-04-28 06:48:56Z`. */
function watchlistText(entry: unknown): string {
  const { wid, value } = (typeof entry === 'object' && entry !== null ? entry : {}) as WireObject;
  const ms = parseServerTime(value);
  const when = ms === undefined ? toText(value) : formatTimeUtc(ms);
  return [toId(wid) ?? '?', ...(when ? [`at ${when}`] : [])].join(' ');
}

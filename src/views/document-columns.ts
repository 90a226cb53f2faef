import type { WireObject } from '../api/wire/read.ts';
import type { Cell, Column } from '../spec/result.ts';
import { formatTimeUtc, parseServerTime } from '../text/age.ts';
import { toId, toText } from '../text/number.ts';

type Options = Omit<Column<WireObject>, 'field' | 'head' | 'of'>;

/** A column of a document's field, as it was sent. */
export function documentColumn(field: string, head: string, options: Options = {}): Column<WireObject> {
  return { field, head, of: (wire) => wire[field] as Cell, isPlain: true, ...options };
}

/** The same, for records and by name only. */
export function wideColumn(field: string, head: string, options: Options = {}): Column<WireObject> {
  return documentColumn(field, head, { wide: true, ...options });
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

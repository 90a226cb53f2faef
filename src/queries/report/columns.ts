import type { WireObject } from '../../api/wire/read.ts';
import type { Cell, Column } from '../../spec/result.ts';
import { toBoolean, toId } from '../../text/number.ts';

type Options = Omit<Column<WireObject>, 'field' | 'head' | 'of'>;

const field = (name: string, head: string, options: Options = {}): Column<WireObject> => ({
  field: name,
  head,
  of: (wire) => wire[name] as Cell,
  ...options,
});
const wide = (name: string, head: string, options: Options = {}) =>
  field(name, head, { wide: true, ...options });

/** `12:abc-1`: how people name a report. */
export function reportName(wire: WireObject): string {
  return `${toId(wire['feed_id']) ?? ''}:${toId(wire['id']) ?? toId(wire['report_id']) ?? ''}`;
}

/** Ours: the wire has the id of the feed and of the report apart. */
export const reportNameColumn: Column<WireObject> = {
  field: 'report',
  head: 'report',
  of: reportName,
  firm: true,
};

/** Fields by their wire names (contract/feeds-reports.md); the first ones are what a list shows. */
export const reportColumns: readonly Column<WireObject>[] = [
  {
    field: 'severity_score',
    head: 'score',
    of: (wire) => (wire['severity_score'] ?? wire['score']) as Cell,
    align: 'right',
  },
  field('title', 'title', { style: () => 'name' }),
  field('feed_name', 'feed'),
  {
    ...field('is_ignored', 'ignored'),
    style: (wire) => (toBoolean(wire['is_ignored']) === true ? 'warn' : 'dim'),
  },
  field('update_time', 'updated', { as: 'iso' }),
  reportNameColumn,
  wide('id', 'id of the report'),
  wide('feed_id', 'id of the feed'),
  wide('feed_category', 'category'),
  wide('create_time', 'created', { as: 'iso' }),
  wide('timestamp', 'reported', { as: 'unix' }),
  wide('link', 'link'),
  wide('tags', 'tags'),
  wide('is_deleted', 'deleted'),
  wide('has_query', 'holds a query'),
  wide('description', 'description'),
];

/** What JSON shows of a report: as sent, and how people name it. */
export function reportObject(wire: WireObject): WireObject {
  return { ...wire, report: reportName(wire) };
}

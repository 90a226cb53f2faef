import type { WireObject } from '../../api/wire/read.ts';
import type { Cell, Column } from '../../spec/result.ts';
import { toBoolean, toId } from '../../text/number.ts';
import { documentColumn, wideColumn } from '../../views/document-columns.ts';

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
  documentColumn('title', 'title', { style: () => 'name' }),
  documentColumn('feed_name', 'feed', { drop: 2 }),
  {
    ...documentColumn('is_ignored', 'ignored', { drop: 3 }),
    style: (wire) => (toBoolean(wire['is_ignored']) === true ? 'warn' : 'dim'),
  },
  documentColumn('update_time', 'updated', { as: 'iso', drop: 1 }),
  reportNameColumn,
  wideColumn('id', 'id of the report'),
  wideColumn('feed_id', 'id of the feed'),
  wideColumn('feed_category', 'category'),
  wideColumn('create_time', 'created', { as: 'iso' }),
  wideColumn('timestamp', 'reported', { as: 'unixSec' }),
  wideColumn('link', 'link'),
  wideColumn('tags', 'tags'),
  wideColumn('is_deleted', 'deleted'),
  wideColumn('has_query', 'holds a query'),
  wideColumn('description', 'description'),
];

/** What JSON shows of a report: as sent, and how people name it. */
export function reportObject(wire: WireObject): WireObject {
  return { ...wire, report: reportName(wire) };
}

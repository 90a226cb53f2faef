import type { Investigation, TaggedEvent } from '../../api/wire/investigation.ts';
import type { Cell, Column } from '../../spec/result.ts';
import { idAndName } from '../id-and-name.ts';
import { wireColumn } from '../wire-columns.ts';

/** Fields by their wire names (contract/server-admin.md). */
export const investigationColumns: readonly Column<Investigation>[] = [
  ...idAndName,
  wireColumn('last_updated', 'changed', { as: 'iso' }),
  wireColumn('notes', 'notes'),
  wireColumn('date_started', 'begun', { as: 'iso', wide: true }),
  wireColumn('created_by_user_id', 'begun by', { wide: true }),
];

/** Fields by their wire names; `description` is ours, out of `event_data`. */
export const taggedEventColumns: readonly Column<TaggedEvent>[] = [
  wireColumn('start_date', 'time', { as: 'iso', firm: true }),
  wireColumn('event_type', 'type'),
  wireColumn('process_id', 'process', { firm: true }),
  {
    field: 'description',
    head: 'what',
    of: ({ description, data }) =>
      description || (data === undefined || data === null ? '' : JSON.stringify(data)),
  },
  wireColumn('notes', 'notes'),
  wireColumn('date_tagged', 'tagged', { as: 'iso', wide: true }),
  wireColumn('tagged_by_user_id', 'by', { wide: true }),
  wireColumn('id', 'id', { wide: true }),
  wireColumn('event_id', 'event id', { wide: true }),
  wireColumn('segment_id', 'segment', { wide: true }),
  wireColumn('unique_id', 'unique id', { wide: true }),
  { field: 'event_data', head: 'data', of: ({ data }) => data as Cell, wide: true },
];

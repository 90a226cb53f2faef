import type { Watchlist } from '../../api/wire/watchlist.ts';
import type { Cell, Column } from '../../spec/result.ts';
import { idAndName } from '../id-and-name.ts';

const wire = (name: string) => (watchlist: Watchlist) => watchlist.wire[name] as Cell;

/** Our word for its index; the server's where it is another one. */
export function typeWord({ type, wire: { index_type: index } }: Pick<Watchlist, 'type' | 'wire'>): string {
  return type ?? (typeof index === 'string' ? index : '');
}

/** Fields by their wire names (contract/watchlists.md); `query` is ours: what `search_query` holds, decoded. */
export const watchlistColumns: readonly Column<Watchlist>[] = [
  ...idAndName,
  {
    field: 'index_type',
    head: 'type',
    of: wire('index_type'),
    show: typeWord,
    isWord: true,
    firm: true,
    drop: 3,
  },
  {
    field: 'enabled',
    head: 'state',
    of: wire('enabled'),
    show: ({ isEnabled }) => (isEnabled ? 'on' : 'off'),
    style: ({ isEnabled }) => (isEnabled ? 'ok' : 'dim'),
    firm: true,
  },
  { field: 'total_hits', head: 'hits', of: wire('total_hits'), align: 'right', firm: true },
  { field: 'last_hit', head: 'last hit', of: wire('last_hit'), as: 'iso', drop: 2 },
  { field: 'query', head: 'query', of: ({ search }) => search.query, drop: 1 },
  { field: 'description', head: 'description', of: wire('description'), wide: true },
  { field: 'last_hit_count', head: 'hits of the last run', of: wire('last_hit_count'), wide: true },
  { field: 'total_tags', head: 'tags', of: wire('total_tags'), wide: true },
  { field: 'date_added', head: 'added', of: wire('date_added'), as: 'iso', wide: true },
  { field: 'search_timestamp', head: 'last run', of: wire('search_timestamp'), as: 'iso', wide: true },
  { field: 'group_id', head: 'group', of: wire('group_id'), wide: true },
  { field: 'readonly', head: 'read-only', of: wire('readonly'), wide: true },
  { field: 'search_query', head: 'as the server has it', of: wire('search_query'), wide: true },
];

/** In JSON: the object as sent, and the query decoded. */
export function watchlistObject({ wire: sent, search }: Watchlist): Readonly<Record<string, Cell>> {
  return { ...(sent as Readonly<Record<string, Cell>>), query: search.query };
}

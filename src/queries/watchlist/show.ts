import type { Watchlist } from '../../api/wire/watchlist.ts';
import { type Column, record, rows } from '../../spec/result.ts';
import { consoleLink } from '../../text/console-link.ts';
import { isOpenEnded } from '../../text/query-group.ts';
import { lintQuery } from '../../text/query-lint.ts';
import type { ActionName } from '../../text/watchlist-words.ts';
import { query } from '../context.ts';
import { watchlistColumns, watchlistObject } from './columns.ts';
import { actionsOfAll, namedWatchlists, watchlistOperand } from './find.ts';

export const watchlistShow = query({
  name: 'watchlist show',
  about: 'show watchlists: query, actions and hits',
  details:
    'The query is shown decoded, as it would be typed. cbq watchlist run shows what it finds now, and cbq process watchlist_ID:* what it has tagged.',
  group: 'watchlists',
  effect: 'reads',
  operands: { watchlist: watchlistOperand },
  options: {},
  search: ['decode', 'hits', 'actions'],
  examples: [
    { line: "cbq watchlist show 'PS hidden window'", shows: 'one by its name' },
    { line: 'cbq watchlist show 19 20 --json', shows: 'two by their ids, for a script' },
  ],
  async run({ watchlist: words }, context) {
    const found = await namedWatchlists(words, context);
    const actions = await actionsOfAll(found, context);
    const server = await context.server();
    const more = moreColumns(actions, server);
    for (const each of found) {
      for (const doubt of doubtsOf(each)) context.note(doubt);
    }
    const [only] = found;
    if (only !== undefined && found.length === 1)
      return record(only, inOrder([...watchlistColumns, ...more], recordOrder));
    return rows(found, inOrder([...watchlistColumns, ...more], rowOrder), {
      noun: 'watchlists',
      object: (each) => ({ ...watchlistObject(each), actions: actions.get(each.id) ?? null }),
    });
  },
});

/** What it is comes before what the server counts. */
const recordOrder = ['id', 'name', 'index_type', 'enabled', 'query', 'parameters', 'actions', 'description'];
const rowOrder = ['id', 'name', 'index_type', 'enabled', 'total_hits', 'last_hit', 'actions', 'query'];

function inOrder(
  columns: readonly Column<Watchlist>[],
  first: readonly string[],
): readonly Column<Watchlist>[] {
  const place = ({ field }: Column<Watchlist>): number => {
    const at = first.indexOf(field);
    return at < 0 ? first.length : at;
  };
  return [...columns].sort((a, b) => place(a) - place(b));
}

function moreColumns(
  actions: ReadonlyMap<string, readonly ActionName[] | undefined>,
  server: string,
): readonly Column<Watchlist>[] {
  return [
    { field: 'actions', head: 'actions', of: ({ id }) => actions.get(id) ?? null, as: 'flags' },
    {
      field: 'parameters',
      head: 'parameters',
      of: ({ search }) =>
        search.filters.length === 0 ? undefined : search.filters.map(([name, value]) => `${name}=${value}`),
      as: 'flags',
      wide: true,
    },
    {
      field: 'console_link',
      head: 'console',
      of: ({ id }) => consoleLink(server, 'watchlist', id),
      wide: true,
    },
  ];
}

/** What keeps it from finding what it is meant to find. */
function doubtsOf({ id, search, type }: Watchlist): readonly string[] {
  if (search.isRaw)
    return [`watchlist ${id} is raw text and no query string: the server may find nothing by it`];
  const { problems } = type === undefined ? { problems: [] } : lintQuery(search.q, type);
  return [
    ...problems
      .filter(({ severity }) => severity !== 'suspect')
      .map(({ message }) => `watchlist ${id}, query: ${message}`),
    ...(isOpenEnded(search.q)
      ? [
          `watchlist ${id} negates or names alternatives outside of parentheses: the server may tag what the last value finds alone`,
        ]
      : []),
  ];
}

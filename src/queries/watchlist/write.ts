import type { Sent } from '../../api/resources/replies.ts';
import type { WatchlistChange } from '../../api/resources/watchlists.ts';
import type { Watchlist } from '../../api/wire/watchlist.ts';
import { CbError, isCbError, mayBeDone } from '../../errors/cb-error.ts';
import { lookBehind } from '../../ops/look-behind.ts';
import { proven } from '../../ops/proven.ts';
import { mustBeUnchanged } from '../../ops/unchanged.ts';
import type { KeptWatchlist } from '../../ops/watchlist-file.ts';
import { decidedFields, type FieldChange } from '../../ops/watchlist-plan.ts';
import type { ThingState } from '../../ports/keeper.ts';
import type { Column } from '../../spec/result.ts';
import { groupedQuery } from '../../text/query-group.ts';
import { readSavedSearch, type SavedSearch, writeSavedSearch } from '../../text/saved-search.ts';
import { shortName } from '../../text/short-name.ts';
import { type ActionName, indexTypeOf } from '../../text/watchlist-words.ts';
import { watchlistState } from '../../undo/kinds/watchlist.ts';
import { noThing } from '../../undo/states.ts';
import { columnOver } from '../../views/column-over.ts';
import type { QueryContext } from '../context.ts';
import { idAndName } from '../id-and-name.ts';

type Place = Pick<QueryContext, 'cb' | 'dryRun' | 'keeper'> & { readonly signal: AbortSignal };

/** What names a watchlist in rows of bulk work. The id of a new one is there once it was made. */
export interface WatchlistRow {
  id: string | undefined;
  readonly name: string;
  readonly type: string;
  readonly indexType: string | undefined;
}

export const rowColumns: readonly Column<WatchlistRow>[] = [
  ...idAndName,
  {
    field: 'index_type',
    head: 'type',
    of: ({ indexType }) => indexType ?? null,
    show: ({ type }) => type,
    isWord: true,
    firm: true,
  },
];

/** The same of watchlists that are there. */
export const watchlistNameColumns: readonly Column<Watchlist>[] = rowColumns.map((column) =>
  columnOver(column, rowOfWatchlist),
);

export function rowOfWatchlist({ id, name, type, wire: { index_type: index } }: Watchlist): WatchlistRow {
  const indexType = typeof index === 'string' ? index : undefined;
  return { id, name, type: type ?? indexType ?? '', indexType };
}

export function rowOfKept({ name, type }: KeptWatchlist): WatchlistRow {
  return { id: undefined, name, type, indexType: indexTypeOf(type) };
}

/** Said where a query is put in parentheses (contract/watchlists.md, "search_query"). */
export function groupingNote({ query, isRaw }: Pick<KeptWatchlist, 'query' | 'isRaw'>): string | undefined {
  if (isRaw || groupedQuery(query) === query.trim()) return undefined;
  return 'the query is put in parentheses: it negates or names alternatives, and without them the server tags what the last value finds alone';
}

/** What a dry run shows for the id that the server would give. */
const idToCome = 'NEW';

/** Makes a watchlist with its actions and reads it again. */
export async function createWatchlist(
  kept: KeptWatchlist,
  place: Place,
): Promise<Sent<{ readonly id: string }>> {
  const { cb, signal } = place;
  const { watchlists } = await cb();
  const { name, type, description, isEnabled, id: wished } = kept;
  const searchQuery = searchQueryOf(kept);
  const ids = async (): Promise<readonly string[]> =>
    (await watchlists.list({ signal })).flatMap((each) =>
      each.name === name && each.type === type ? [each.id] : [],
    );
  const order = { name, type, searchQuery, description, isEnabled, id: wished };
  const made = await proven(
    () => watchlists.create(order, { signal }),
    async () => (await ids()).length === 1,
  );
  const isSent = made?.sent !== false;
  const id = made?.sent ? made.id : isSent ? ((await ids())[0] ?? '') : idToCome;
  let left: ThingState | undefined;
  const wanted: WatchlistChange = { name, description, search_query: searchQuery, enabled: isEnabled };
  try {
    for (const action of kept.actions ?? []) await setAction(id, action, true, place);
    const now = isSent ? await lookBehind(watchlists.get(id, { signal })) : undefined;
    left = now === undefined ? undefined : watchlistState(now);
    if (now !== undefined) mustHaveTaken(now, wanted);
  } catch (error) {
    const kind = isCbError(error) ? error.kind : 'CommandFailed';
    const why = error instanceof Error ? error.message : String(error);
    const how = mayBeDone(error) ? 'and perhaps not as wanted' : 'but not as wanted';
    throw new CbError(kind, `watchlist ${id} was made, ${how}: ${why}`, {
      cause: error,
      mayBeDone: mayBeDone(error),
    });
  } finally {
    // Its id is known by now: what is to be taken away again.
    const thing = { kind: 'watchlist', path: id } as const;
    if (isSent) await place.keeper.change([{ thing, before: noThing, left }], async () => undefined);
  }
  return isSent ? { sent: true, id } : { sent: false };
}

/**
 * Changes a watchlist that is still as it was when it was looked at, and reads it again. Kind `CommandFailed` where somebody changed it
 * meanwhile, and where the server took the change and did not make it.
 */
export async function updateWatchlist(
  before: Watchlist,
  change: WatchlistChange,
  { cb, dryRun, signal }: Place,
): Promise<void> {
  const { watchlists } = await cb();
  const now = await watchlists.get(before.id, { signal });
  mustBeUnchanged(`watchlist ${before.id} "${before.name}"`, before.wire, now.wire, decidedFields);
  const isTaken = async () => notTaken(await watchlists.get(before.id, { signal }), change).length === 0;
  await proven(() => watchlists.change(now, change, { signal }), isTaken);
  if (!dryRun) mustHaveTaken(await lookBehind(watchlists.get(before.id, { signal })), change);
}

/** Makes a watchlist of the server what a file says of it; `known` are the actions it had. */
export async function applyChanges(
  {
    entry,
    watchlist,
    changes,
    known,
  }: {
    readonly entry: KeptWatchlist;
    readonly watchlist: Watchlist;
    readonly changes: readonly FieldChange[];
    readonly known: readonly ActionName[] | undefined;
  },
  place: Place,
): Promise<void> {
  const fields = new Set(changes.map(({ field }) => field));
  const hasOtherSearch = fields.has('query') || fields.has('raw') || fields.has('parameters');
  const change: WatchlistChange = {
    ...(fields.has('name') ? { name: entry.name } : {}),
    ...(fields.has('description') ? { description: entry.description } : {}),
    ...(hasOtherSearch ? { search_query: searchQueryOf(entry, watchlist.search) } : {}),
    ...(fields.has('enabled') ? { enabled: entry.isEnabled } : {}),
  };
  if (Object.keys(change).length > 0) {
    const thing = { kind: 'watchlist', path: watchlist.id } as const;
    const left = watchlistState(watchlist, change);
    await place.keeper.change([{ thing, before: watchlistState(watchlist), left }], () =>
      updateWatchlist(watchlist, change, place),
    );
  }
  if (!fields.has('actions') || known === undefined) return;
  const wanted = entry.actions ?? known;
  for (const name of wanted) {
    if (!known.includes(name)) await setAction(watchlist.id, name, true, place);
  }
  for (const name of known) {
    if (!wanted.includes(name)) await setAction(watchlist.id, name, false, place);
  }
}

/** Lets something happen on a hit, or no longer. */
async function setAction(
  id: string,
  name: ActionName,
  isWanted: boolean,
  { cb, signal }: Place,
): Promise<void> {
  const { watchlists } = await cb();
  const isSo = async () => {
    const actions = await watchlists.actions(id, { signal });
    if (actions !== undefined) return actions.some((action) => action.name === name) === isWanted;
    throw new CbError('Unsupported', 'the server does not tell the actions of its watchlists');
  };
  await proven(() => (isWanted ? watchlists.addAction : watchlists.removeAction)(id, name, { signal }), isSo);
}

/** What a watchlist had beside its query and filters, such as how results are sorted, stays. */
function searchQueryOf(kept: KeptWatchlist, before?: SavedSearch): string {
  if (kept.isRaw) return kept.query;
  return writeSavedSearch(groupedQuery(kept.query), [...kept.filters, ...(before?.manner ?? [])]);
}

/** Servers write queries in other ways than they were sent, and pass over what they do not know. */
function notTaken(now: Watchlist, change: WatchlistChange): readonly string[] {
  const meaning = ({ q, isRaw, filters }: SavedSearch): string => JSON.stringify([q, isRaw, filters]);
  const has: Readonly<Record<keyof WatchlistChange, (value: string | boolean) => boolean>> = {
    name: (value) => now.name === value,
    description: (value) => now.description === value,
    search_query: (value) => meaning(now.search) === meaning(readSavedSearch(String(value))),
    enabled: (value) => now.isEnabled === value,
  };
  return (Object.keys(change) as (keyof WatchlistChange)[]).filter((key) => {
    const value = change[key];
    return value !== undefined && !has[key](value);
  });
}

function mustHaveTaken(now: Watchlist, change: WatchlistChange): void {
  const missing = notTaken(now, change);
  if (missing.length === 0) return;
  throw new CbError('CommandFailed', `the server did not take ${missing.join(', ')}: it still has its own`, {
    hint: missing.includes('description')
      ? 'servers before 6.0 keep no descriptions'
      : `cbq watchlist show ${now.id} shows what it has`,
    context: { id: now.id, fields: missing.join(',') },
  });
}

/** `"PS hidden window" (19), "chrome" (108)`, at most ten of them, for questions. */
export function watchlistNames(found: readonly Pick<Watchlist, 'id' | 'name'>[]): string {
  const shown = found.slice(0, 10).map(({ id, name }) => `"${shortName(name)}" (${id})`);
  return [...shown, ...(found.length > 10 ? [`and ${found.length - 10} more`] : [])].join(', ');
}

/** What was made has its id now. The server gives ids as it likes; a file that has one should have that. */
export function took(
  row: { id: string | undefined },
  wished: string | undefined,
  made: Sent<{ readonly id: string }>,
): { readonly outcome: 'done'; readonly detail: string | undefined } {
  if (!made.sent) return { outcome: 'done', detail: undefined };
  row.id = made.id;
  const isOther = wished !== undefined && wished !== made.id;
  return { outcome: 'done', detail: isOther ? `the file says id ${wished}` : undefined };
}

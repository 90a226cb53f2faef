import type { Watchlist } from '../api/wire/watchlist.ts';
import { CbError } from '../errors/cb-error.ts';
import { groupedQuery } from '../text/query-group.ts';
import type { Parameter } from '../text/saved-search.ts';
import type { ActionName } from '../text/watchlist-words.ts';
import type { KeptWatchlist, WatchlistEntry } from './watchlist-file.ts';

/** A field in which the server differs from the file. */
export interface FieldChange {
  readonly field: 'name' | 'description' | 'query' | 'raw' | 'parameters' | 'enabled' | 'actions';
  readonly was: string | boolean | readonly string[];
  readonly is: string | boolean | readonly string[];
}

export interface Matched {
  readonly entry: WatchlistEntry;
  /** Undefined: the server does not have it. */
  readonly watchlist: Watchlist | undefined;
}

export interface Matches {
  /** In the order of the file. */
  readonly matched: readonly Matched[];
  /** Those of the server that the file does not have. */
  readonly others: readonly Watchlist[];
}

/**
 * Which watchlist of the server each one of the file means: that with its id, else the only one with its type and name. Kind `Usage`, with
 * the place in the file, where several have the name and none has the id, and where an id leads to what is clearly another watchlist: files
 * go from server to server, and ids mean nothing there.
 */
export function matchWatchlists(
  entries: readonly WatchlistEntry[],
  watchlists: readonly Watchlist[],
): Matches {
  const byId = new Map(watchlists.map((watchlist) => [watchlist.id, watchlist]));
  const found = new Map<WatchlistEntry, Watchlist>();
  for (const entry of entries) {
    const own = entry.id === undefined ? undefined : byId.get(entry.id);
    if (own === undefined) continue;
    mustBeMeant(entry, own);
    found.set(entry, own);
  }
  const taken = new Set(found.values());
  const byName = Map.groupBy(watchlists, nameKey);
  for (const entry of entries) {
    if (found.has(entry)) continue;
    const named = byName.get(nameKey(entry)) ?? [];
    const [only, ...more] = named.filter((watchlist) => !taken.has(watchlist));
    if (only === undefined) continue;
    if (more.length > 0) {
      const ids = [only, ...more].map(({ id }) => id);
      throw new CbError(
        'Usage',
        `${entry.place}: "${entry.name}" is the name of ${ids.length} ${entry.type} watchlists: ${ids.join(', ')}`,
        { hint: `say which is meant with a line "id: ${only.id}"`, context: { ids: ids.join(',') } },
      );
    }
    found.set(entry, only);
    taken.add(only);
  }
  return {
    matched: entries.map((entry) => ({ entry, watchlist: found.get(entry) })),
    others: watchlists.filter((watchlist) => !taken.has(watchlist)),
  };
}

function mustBeMeant(entry: WatchlistEntry, { id, name, type, search, wire }: Watchlist): void {
  const isOther = name !== entry.name && !isSameQuery(entry, search);
  if (type === entry.type && !isOther) return;
  const what = type === undefined ? String(wire.index_type) : type;
  throw new CbError(
    'Usage',
    `${entry.place}: id ${id} is another watchlist on this server: the ${what} watchlist "${name}"`,
    { hint: 'leave the id out; name and query are changed one after the other, a type never' },
  );
}

/** In what a watchlist of the server differs from the file; `actions` are those it has, undefined where nobody knows. */
export function changesOf(
  entry: KeptWatchlist,
  { name, description, search, isEnabled }: Watchlist,
  actions: readonly ActionName[] | undefined,
): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  const compare = (field: FieldChange['field'], was: FieldChange['was'], is: FieldChange['is']): void => {
    if (JSON.stringify(was) !== JSON.stringify(is)) changes.push({ field, was, is });
  };
  compare('name', name, entry.name);
  compare('description', description, entry.description);
  if (!isSameQuery(entry, search)) compare('query', search.q, entry.query);
  compare('raw', search.isRaw, entry.isRaw);
  compare('parameters', parameterLines(search.filters), parameterLines(entry.filters));
  compare('enabled', isEnabled, entry.isEnabled);
  if (actions !== undefined && entry.actions !== undefined)
    compare('actions', [...actions].sort(), [...entry.actions].sort());
  return changes;
}

/** With and without the parentheses that a new watchlist gets. */
function isSameQuery(entry: Pick<KeptWatchlist, 'query' | 'isRaw'>, { q }: { readonly q: string }): boolean {
  return entry.query === q || (!entry.isRaw && groupedQuery(entry.query) === groupedQuery(q));
}

/** `name=value`, by name; those of one name in their order. */
function parameterLines(filters: readonly Parameter[]): readonly string[] {
  return [...filters]
    .sort(([a], [b]) => (a === b ? 0 : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
}

/** A watchlist of the server as a file keeps it; undefined for one that a file cannot hold, for want of a name or a known type. */
export function keptOf(
  { id, name, type, description, search, isEnabled }: Watchlist,
  actions: readonly ActionName[] | undefined,
  withId: boolean,
): KeptWatchlist | undefined {
  if (type === undefined || name.trim() === '') return undefined;
  return {
    id: withId && /^[1-9]\d{0,14}$/.test(id) ? id : undefined,
    name,
    type,
    description,
    query: search.q,
    isRaw: search.isRaw,
    filters: search.filters,
    isEnabled,
    actions,
  };
}

/** What is looked at to tell whether somebody changed a watchlist meanwhile; the rest is counted by the server. */
export const decidedFields = ['name', 'description', 'index_type', 'search_query', 'enabled'] as const;

/** Names that several watchlists of one type have, as keys of `nameKey`. */
export function sharedNames(watchlists: readonly Watchlist[]): ReadonlySet<string> {
  const byName = Map.groupBy(watchlists, nameKey);
  return new Set([...byName].flatMap(([key, all]) => (all.length > 1 ? [key] : [])));
}

export function nameKey({ type, name }: Pick<Watchlist, 'type' | 'name'>): string {
  return JSON.stringify([type, name]);
}

/** By name, then type, then id: the same on every computer, so that a file changes only where a watchlist does. */
export function fileOrder(a: Watchlist, b: Watchlist): number {
  return (
    order(a.name, b.name) ||
    order(a.type ?? '', b.type ?? '') ||
    Number(a.id) - Number(b.id) ||
    order(a.id, b.id)
  );
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

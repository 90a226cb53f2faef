import type { Query } from '../query/syntax.ts';
import type { ActionBook } from './action-book.ts';
import { savedQuery } from './saved-query.ts';
import type { IndexType, Watchlist } from './watchlist.ts';

/** What can be said of a watchlist by whoever makes or changes it. */
export type WatchlistChange = Partial<
  Pick<
    Watchlist,
    'name' | 'description' | 'index_type' | 'search_query' | 'enabled' | 'readonly' | 'group_id'
  >
>;

/** Queries whose hits carry a tag, by the id of the watchlist. */
export interface TaggingQueries {
  queries(index: IndexType): ReadonlyMap<string, Query>;
}

/** For queries inside of watchlists: these see no tags. */
export const noTags: TaggingQueries = { queries: () => new Map() };

/** The watchlists of a server and their actions. Ids are never given twice. */
export class WatchlistBook implements TaggingQueries {
  readonly actions: ActionBook;
  readonly #byId: Map<number, Watchlist>;
  #highest: number;
  readonly #queries = new Map<IndexType, ReadonlyMap<string, Query>>();

  constructor(lists: readonly Watchlist[], actions: ActionBook, highest = 0) {
    this.actions = actions;
    this.#byId = new Map(lists.map((list) => [list.id, list]));
    this.#highest = Math.max(highest, ...this.#byId.keys());
  }

  list(): Watchlist[] {
    return [...this.#byId.values()];
  }

  get(id: number): Watchlist | undefined {
    return this.#byId.get(id);
  }

  /** With the id that is wished for, if it is free. */
  add(change: WatchlistChange, wished: number | undefined, nowMs: number): Watchlist {
    const isFree = wished !== undefined && !this.#byId.has(wished);
    const id = isFree ? wished : this.#highest + 1;
    const enabled = change.enabled ?? true;
    const list: Watchlist = {
      name: '',
      description: null,
      index_type: 'events',
      search_query: '',
      readonly: false,
      group_id: -1,
      ...change,
      id,
      enabled,
      addedMs: nowMs,
      ranMs: enabled ? nowMs : null,
    };
    this.#highest = Math.max(this.#highest, id);
    this.#set(list);
    return list;
  }

  /** One that is enabled runs at once. */
  change(list: Watchlist, change: WatchlistChange, nowMs: number): void {
    const changed = { ...list, ...change };
    this.#set({ ...changed, ranMs: changed.enabled ? nowMs : list.ranMs });
  }

  remove(id: number): void {
    this.#byId.delete(id);
    this.actions.forget(id);
    this.#queries.clear();
  }

  /** Those that ever ran and can be read; a query that is none tags nothing. */
  queries(index: IndexType): ReadonlyMap<string, Query> {
    const known = this.#queries.get(index);
    if (known !== undefined) return known;
    const queries = new Map<string, Query>();
    for (const { id, index_type, ranMs, search_query } of this.#byId.values()) {
      const query = index_type === index && ranMs !== null ? savedQuery(search_query) : undefined;
      if (query !== undefined) queries.set(String(id), query);
    }
    this.#queries.set(index, queries);
    return queries;
  }

  /** What `--data` keeps. */
  kept(): unknown {
    return { highest: this.#highest, lists: this.list(), actions: this.actions.kept() };
  }

  #set(list: Watchlist): void {
    this.#byId.set(list.id, list);
    this.#queries.clear();
  }
}

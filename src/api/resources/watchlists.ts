import { CbError } from '../../errors/cb-error.ts';
import { ServerFault } from '../../errors/server-fault.ts';
import { toId } from '../../text/number.ts';
import { type ActionName, actionNames, indexTypeOf, type WatchlistType } from '../../text/watchlist-words.ts';
import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import {
  readWatchlist,
  readWatchlistAction,
  type Watchlist,
  type WatchlistAction,
} from '../wire/watchlist.ts';
import { type CallOptions, listOf, objectOf, type Sent } from './replies.ts';
import { readAt, removeAt, writeAt } from './requests.ts';
import type { ServerFacts } from './server-info.ts';

export type Watchlists = ReturnType<typeof createWatchlists>;

export interface NewWatchlist {
  readonly name: string;
  readonly type: WatchlistType;
  /** Encoded: see text/saved-search.ts. */
  readonly searchQuery: string;
  readonly description: string;
  readonly isEnabled: boolean;
  /** A wish: the server may give another. */
  readonly id?: string | undefined;
}

/** In their JSON form, by the names of the wire. */
export type WatchlistChange = Readonly<
  Partial<Record<'name' | 'description' | 'search_query', string> & { readonly enabled: boolean }>
>;

const base = '/api/v1/watchlist';

/** `/api/v1/watchlist` and its actions (contract/watchlists.md). */
export function createWatchlists(http: Http, serverInfo: ServerFacts) {
  /** The actions moved in 6.3: posting one to the old route fails there. */
  const hasActionTypes = (options?: CallOptions): Promise<boolean> => serverInfo.isAtLeast(6, 3, options);

  /** What happens on a hit. Undefined where a server from 6.3 on does not tell: only the old route can be asked. */
  async function actions(id: string, options?: CallOptions): Promise<readonly WatchlistAction[] | undefined> {
    try {
      const reply = await readAt(http, path`/api/v1/watchlist/${id}/action`, options);
      return (await listOf(reply, 'actions', 'action_type', 'id')).map(readWatchlistAction);
    } catch (error) {
      if (error instanceof ServerFault && error.kind !== 'Auth' && (await hasActionTypes(options)))
        return undefined;
      throw error;
    }
  }

  return {
    /** All of them, in the server's order. */
    async list(options?: CallOptions): Promise<readonly Watchlist[]> {
      return (await listOf(await readAt(http, base, options), 'watchlists', 'id')).map(readWatchlist);
    },

    /** Kind `NotFound`; `BadReply` where the server answers with another one. */
    async get(id: string, options?: CallOptions): Promise<Watchlist> {
      const reply = await readAt(http, path`/api/v1/watchlist/${id}`, options);
      const found = readWatchlist(await objectOf(reply, 'watchlist', 'id', 'search_query'));
      if (found.id === '' || found.id === id) return found;
      throw new CbError('BadReply', `the server answers for watchlist ${found.id} in place of ${id}`, {
        hint: 'nothing was done with it; --debug shows the requests',
      });
    },

    /** Gives the id, which is all that the server is sure to answer with. */
    async create(
      { name, type, searchQuery, description, isEnabled, id }: NewWatchlist,
      options?: CallOptions,
    ): Promise<Sent<{ readonly id: string }>> {
      const json = {
        ...(id === undefined ? {} : { id: Number(id) }),
        name,
        index_type: indexTypeOf(type),
        search_query: searchQuery,
        ...(description === '' ? {} : { description }),
        enabled: isEnabled,
      };
      const said = await writeAt(http, 'POST', base, json, options);
      if (said === undefined) return { sent: false };
      const made = toId(said['id']);
      if (made !== undefined) return { sent: true, id: made };
      throw new CbError('BadReply', 'the server gives the new watchlist no id', {
        hint: 'cbq watchlist shows whether it is there',
      });
    },

    /** Sends the whole object, as servers of every age take it, with what is to change. */
    async change({ id, wire }: Watchlist, change: WatchlistChange, options?: CallOptions): Promise<void> {
      await writeAt(http, 'PUT', path`/api/v1/watchlist/${id}`, { ...wire, ...change }, options);
    },

    async remove(id: string, options?: CallOptions): Promise<void> {
      await removeAt(http, path`/api/v1/watchlist/${id}`, options);
    },

    actions,

    /** Lets something happen on a hit; who gets an e-mail is said in the console. */
    async addAction(id: string, name: ActionName, options?: CallOptions): Promise<void> {
      if (await hasActionTypes(options)) {
        const at = path`/api/v1/watchlist/${id}/action_type/${name}`;
        await writeAt(http, 'PUT', at, { enabled: true }, options);
        return;
      }
      const action = {
        action_type: actionNames.indexOf(name),
        watchlist_id: Number.isSafeInteger(Number(id)) ? Number(id) : id,
      };
      await writeAt(http, 'POST', path`/api/v1/watchlist/${id}/action`, action, options);
    },

    async removeAction(id: string, name: ActionName, options?: CallOptions): Promise<void> {
      if (await hasActionTypes(options)) {
        const at = path`/api/v1/watchlist/${id}/action_type/${name}`;
        await writeAt(http, 'PUT', at, { enabled: false }, options);
        return;
      }
      for (const action of (await actions(id, options)) ?? []) {
        if (action.name !== name) continue;
        await removeAt(http, path`/api/v1/watchlist/${id}/action/${action.id}`, options);
      }
    },
  };
}

import type { Watchlist } from '../../api/wire/watchlist.ts';
import { isCbError } from '../../errors/cb-error.ts';
import { proven } from '../../ops/proven.ts';
import type { ThingState } from '../../ports/keeper.ts';
import { readSavedSearch } from '../../text/saved-search.ts';
import { inlineData, inlineText, noThing } from '../states.ts';
import type { ThingKind } from './thing-kind.ts';

interface WatchlistFields {
  readonly name: string;
  readonly description: string;
  readonly search_query: string;
  readonly enabled: boolean;
}

/** What people decide of a watchlist, with changes to it. A server may write a query in other ways than it was sent: its meaning counts. */
export function watchlistState(
  { name, description, isEnabled, wire }: Watchlist,
  change: Partial<WatchlistFields> = {},
): ThingState {
  const { search_query: query = '' } = wire;
  const fields = { name, description, search_query: query, enabled: isEnabled, ...change };
  const { q, isRaw, filters } = readSavedSearch(fields.search_query);
  const state = inlineData(JSON.stringify({ ...fields, search_query: [q, isRaw, filters] }));
  return { ...state, inline: Buffer.from(JSON.stringify(fields)).toString('base64') };
}

export const watchlistThing: ThingKind = {
  async look({ path }, { cb, writes }) {
    try {
      return watchlistState(await (await cb()).watchlists.get(path, { signal: writes.signal }));
    } catch (error) {
      if (isCbError(error, 'NotFound')) return noThing;
      throw error;
    }
  },
  async make({ path }, wanted, _now, { cb, writes: { signal } }) {
    const { watchlists } = await cb();
    const text = inlineText(wanted);
    if (text === undefined) {
      const isGone = async () => !(await watchlists.list({ signal })).some(({ id }) => id === path);
      await proven(() => watchlists.remove(path, { signal }), isGone);
      return;
    }
    const now = await watchlists.get(path, { signal });
    const change = JSON.parse(text) as WatchlistFields;
    const isSo = async () => isSame(watchlistState(await watchlists.get(path, { signal })), wanted);
    await proven(() => watchlists.change(now, change, { signal }), isSo);
  },
  words(state) {
    const text = inlineText(state);
    if (text === undefined) return 'no watchlist';
    const { name, enabled, search_query: query } = JSON.parse(text) as WatchlistFields;
    return `"${name}", ${enabled ? 'enabled' : 'disabled'}: ${readSavedSearch(query).q}`;
  },
};

function isSame(a: ThingState, b: ThingState): boolean {
  return a.is === 'data' && b.is === 'data' && a.sha256 === b.sha256;
}

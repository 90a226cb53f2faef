/** What a watchlist looks at, in our words and in those of the wire (`index_type`; contract/watchlists.md). */
export const watchlistTypes = ['process', 'binary'] as const;
export type WatchlistType = (typeof watchlistTypes)[number];

const indexTypes = { process: 'events', binary: 'modules' } as const;

export function indexTypeOf(type: WatchlistType): 'events' | 'modules' {
  return indexTypes[type];
}

/** Undefined for an index that is not known here. */
export function typeOfIndex(index: string): WatchlistType | undefined {
  const word = index.trim().toLowerCase();
  return watchlistTypes.find((type) => indexTypes[type] === word);
}

/** What can happen on a hit. The place in the list is the `action_type` on the wire. */
export const actionNames = ['email', 'syslog', 'http_post', 'alert'] as const;
export type ActionName = (typeof actionNames)[number];

export function isActionName(word: string): word is ActionName {
  return (actionNames as readonly string[]).includes(word);
}

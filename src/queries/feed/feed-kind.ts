import type { Feed } from '../../api/wire/feed.ts';
import { shortName } from '../../text/short-name.ts';
import type { QueryContext } from '../context.ts';
import { picked, pickedEach, type Target } from '../picked.ts';

/** How a feed is named: by its id, its short name, or the one that people see. */
export const feedKind = {
  noun: 'feed',
  idOf: (feed: Feed) => feed.id,
  namesOf: ({ name, displayName }: Feed) => (displayName === name ? [name] : [name, displayName]),
  lister: 'cbq feed',
} as const;

/** The feeds that the words name. Old servers give none but all: so they are always picked from the list. */
export async function pickedFeeds(words: readonly string[], context: QueryContext): Promise<readonly Feed[]> {
  const { feeds } = await context.cb();
  return await picked(words, feedKind, () => feeds.list({ signal: context.signal }), context);
}

/** The same for work on each of them. */
export async function eachFeed(
  words: readonly string[],
  context: QueryContext,
): Promise<readonly Target<Feed>[]> {
  const { feeds } = await context.cb();
  return await pickedEach(words, feedKind, () => feeds.list({ signal: context.signal }), context);
}

/** `soc (12)`. */
export function feedWords({ id, name, displayName }: Feed): string {
  return `${shortName(name || displayName) || 'without a name'} (${id})`;
}

import type { Watchlist } from '../../api/wire/watchlist.ts';
import { atMost } from '../../ops/at-most.ts';
import { pickNamed } from '../../ops/named.ts';
import type { ActionName } from '../../text/watchlist-words.ts';
import type { QueryContext } from '../context.ts';
import { idsOfWords } from '../linked-id.ts';
import { pickedEach, type Target } from '../picked.ts';

export const watchlistOperand = {
  kind: 'watchlist',
  many: true,
  about: 'id, name or console link; - for stdin',
} as const;

const watchlistKind = {
  noun: 'watchlist',
  idOf: ({ id }: Watchlist) => id,
  namesOf: ({ name }: Watchlist) => [name],
  lister: 'cbq watchlist',
} as const;

/** The watchlists that are meant, for work on each of them. */
export async function eachWatchlist(
  words: readonly string[],
  context: QueryContext,
): Promise<readonly Target<Watchlist>[]> {
  const { watchlists } = await context.cb();
  return await pickedEach(words, watchlistKind, () => watchlists.list({ signal: context.signal }), context);
}

/** The watchlists that are meant by id, name or console link, each once. Kinds `NotFound`, and `Usage` for a name that several have. */
export async function namedWatchlists(
  words: readonly string[],
  context: QueryContext,
): Promise<readonly Watchlist[]> {
  const typed = await idsOfWords(words, 'watchlist', context);
  if (typed.length === 0) return [];
  const { watchlists } = await context.cb();
  const all = await watchlists.list({ signal: context.signal });
  return [...new Set(typed.map((word) => pickNamed(all, word, watchlistKind)))];
}

/** Asks for the actions of each, a few at a time; undefined for one whose actions the server does not tell. */
export async function actionsOfAll(
  all: readonly Watchlist[],
  { cb, signal }: QueryContext,
): Promise<ReadonlyMap<string, readonly ActionName[] | undefined>> {
  const { watchlists } = await cb();
  const turns = atMost(8);
  const pairs = await Promise.all(
    all.map(({ id }) =>
      turns(async () => {
        signal.throwIfAborted();
        const actions = id === '' ? undefined : await watchlists.actions(id, { signal });
        return [id, actionNamesOf(actions)] as const;
      }),
    ),
  );
  return new Map(pairs);
}

/** Each name once, in the order of the alphabet; kinds of actions that are not known here are left out. */
export function actionNamesOf(
  actions: readonly { readonly name: ActionName | undefined }[] | undefined,
): readonly ActionName[] | undefined {
  return actions && [...new Set(actions.flatMap(({ name }) => name ?? []))].sort();
}

import type { Feed } from '../../api/wire/feed.ts';
import { CbError } from '../../errors/cb-error.ts';
import { lookBehind } from '../../ops/look-behind.ts';
import { proven } from '../../ops/proven.ts';
import { mustBeUnchanged } from '../../ops/unchanged.ts';
import type { Result } from '../../spec/result.ts';
import { feedState } from '../../undo/kinds/feed.ts';
import type { QueryContext } from '../context.ts';
import { bulkNamed } from '../picked.ts';
import { feedNameColumns } from './columns.ts';
import { eachFeed, feedWords } from './feed-kind.ts';

/** What a person sets; the rest moves by itself. */
const settings = [
  'enabled',
  'feed_url',
  'display_name',
  'validate_server_cert',
  'use_proxy',
  'username',
  'local_rating',
];

/** Enables or disables feeds: the whole object goes back to the server, as it is at that moment. */
export async function setFeedsEnabled(
  words: readonly string[],
  isWanted: boolean,
  context: QueryContext,
): Promise<Result> {
  const { feeds } = await context.cb();
  const now = async (feed: Feed, signal: AbortSignal): Promise<Feed> => {
    const found = await feeds.get(feed.id, { signal });
    if (found !== undefined) return found;
    throw new CbError('NotFound', `the feed ${feedWords(feed)} is gone`);
  };
  return bulkNamed(
    await eachFeed(words, context),
    {
      noun: 'feeds',
      verb: isWanted ? 'enabled' : 'disabled',
      columns: feedNameColumns,
      async act(feed, signal) {
        if (feed.isEnabled === isWanted) return { outcome: 'same' };
        const { wire, whole } = await now(feed, signal);
        mustBeUnchanged(`the feed ${feedWords(feed)}`, feed.wire, wire, settings);
        const isSo = async () => (await now(feed, signal)).isEnabled === isWanted;
        const change = {
          thing: { kind: 'feed', path: feed.id },
          before: feedState(feed),
          left: feedState({ isEnabled: isWanted }),
        } as const;
        await context.keeper.change([change], () =>
          proven(() => feeds.update(feed.id, { ...whole, enabled: isWanted }, { signal }), isSo),
        );
        if (context.dryRun) return { outcome: 'done' };
        if (await lookBehind(isSo())) return { outcome: 'done' };
        throw new CbError('CommandFailed', `the server took the change, and ${feedWords(feed)} is as it was`);
      },
    },
    context,
  );
}

import type { ReportRef } from '../../api/resources/threat-reports.ts';
import { CbError } from '../../errors/cb-error.ts';
import { onceEach } from '../../ops/at-most.ts';
import { pickNamed } from '../../ops/named.ts';
import type { QueryContext } from '../context.ts';
import { feedKind } from '../feed/feed-kind.ts';
import { idsOfWords } from '../linked-id.ts';

/**
 * The reports that the words name, `<feed>:<report>` each, where the feed is an id or a name; each once. Whether a report is there is not
 * asked. Kinds `Usage` and, for an unknown feed, `NotFound`.
 */
export async function reportRefs(
  words: readonly string[],
  context: QueryContext,
): Promise<readonly ReportRef[]> {
  const { feeds } = await context.cb();
  const feedIdOf = onceEach(async (feed: string): Promise<string> => {
    if (/^\d+$/.test(feed)) return feed;
    return pickNamed(await listed('all'), feed, feedKind).id;
  });
  const listed = onceEach((_: 'all') => feeds.list({ signal: context.signal }));
  const refs = new Map<string, ReportRef>();
  for (const word of await idsOfWords(words, 'report', context)) {
    const [, feed = '', id = ''] = /^([^:]+):(.+)$/s.exec(word) ?? [];
    if (feed.trim() === '' || id.trim() === '') {
      throw new CbError('Usage', `"${word}" names no threat report`, {
        hint: 'a report is named by its feed and its id: 12:abc-1, or soc:abc-1',
      });
    }
    const ref = { feedId: await feedIdOf(feed.trim()), id: id.trim() };
    refs.set(`${ref.feedId}:${ref.id}`, ref);
  }
  return [...refs.values()];
}

import type { ReportRef } from '../../api/resources/threat-reports.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { onceEach } from '../../ops/at-most.ts';
import { pickNamed } from '../../ops/named.ts';
import type { QueryContext } from '../context.ts';
import { feedKind } from '../feed/feed-kind.ts';
import { idsOfWords } from '../linked-id.ts';

/** A report that a word names. */
export interface NamedReport {
  /** Its feed as it was typed where that is not known. */
  readonly ref: ReportRef;
  /** There is no such feed. */
  readonly failed?: CbError;
}

/** The reports that the words name; each once. Kinds as those of `namedReports`, and for an unknown feed `NotFound`. */
export async function reportRefs(
  words: readonly string[],
  context: QueryContext,
): Promise<readonly ReportRef[]> {
  return (await namedReports(words, context)).map(({ ref, failed }) => {
    if (failed !== undefined) throw failed;
    return ref;
  });
}

/**
 * The reports that the words name, `<feed>:<report>` each, where the feed is an id or a name; each once. Whether a report is there is not
 * asked. Kind `Usage` for what is no name of a report.
 */
export async function namedReports(
  words: readonly string[],
  context: QueryContext,
): Promise<readonly NamedReport[]> {
  const { feeds } = await context.cb();
  const feedIdOf = onceEach(async (feed: string): Promise<string> => {
    if (/^\d+$/.test(feed)) return feed;
    return pickNamed(await listed('all'), feed, feedKind).id;
  });
  const listed = onceEach((_: 'all') => feeds.list({ signal: context.signal }));
  const reports = new Map<string, NamedReport>();
  for (const word of await idsOfWords(words, 'report', context)) {
    const [, feed = '', id = ''] = /^([^:]+):(.+)$/s.exec(word) ?? [];
    if (feed.trim() === '' || id.trim() === '') {
      throw new CbError('Usage', `"${word}" names no threat report`, {
        hint: 'a report is named by its feed and its id: 12:abc-1, or soc:abc-1',
      });
    }
    const named = await feedIdOf(feed.trim()).then(
      (feedId): NamedReport => ({ ref: { feedId, id: id.trim() } }),
      (failed: unknown): NamedReport => {
        if (!isCbError(failed, 'NotFound', 'Usage')) throw failed;
        return { ref: { feedId: feed.trim(), id: id.trim() }, failed };
      },
    );
    reports.set(`${named.ref.feedId}:${named.ref.id}`, named);
  }
  return [...reports.values()];
}

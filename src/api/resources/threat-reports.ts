import { isCbError } from '../../errors/cb-error.ts';
import type { Http } from '../../transport/types.ts';
import { createSearch, searchWays } from '../page.ts';
import { path } from '../path.ts';
import { readThreatReport, type ThreatReport } from '../wire/threat-report.ts';
import { type CallOptions, callOptions, objectOf } from './replies.ts';
import { writeAt } from './requests.ts';

/** A report is named by its feed and its own id. */
export type ReportRef = Pick<ThreatReport, 'feedId' | 'id'>;

export type ThreatReports = ReturnType<typeof createThreatReports>;

/** `/api/v1/threat_report` and the reports below `/api/v1/feed/<id>` (contract/feeds-reports.md). */
export function createThreatReports(http: Http) {
  const search = createSearch(http, '/api/v1/threat_report');
  return {
    search,
    ...searchWays(search),
    read: readThreatReport,

    /** Kind `NotFound` for a report that the feed does not have. */
    async get({ feedId, id }: ReportRef, options?: CallOptions): Promise<ThreatReport> {
      const reply = await http
        .request({
          method: 'GET',
          path: path`/api/v1/feed/${feedId}/report/${id}`,
          effect: 'reads',
          ...callOptions(options),
        })
        .catch((error: unknown) => {
          if (!isCbError(error, 'NotFound')) throw error;
          throw error.reworded({
            message: `no threat report ${feedId}:${id}`,
            hint: 'cbq report lists them',
          });
        });
      // What was asked for counts where the object does not say.
      return readThreatReport({
        feed_id: feedId,
        id,
        ...(await objectOf(reply, 'threat report', 'title', 'iocs')),
      });
    },

    /** Marks all of them at once; from 5.1 on. */
    async setIgnored(
      reports: readonly ReportRef[],
      isIgnored: boolean,
      options?: CallOptions,
    ): Promise<void> {
      const ids = new Map<string, string[]>();
      for (const { feedId, id } of reports) ids.set(feedId, [...(ids.get(feedId) ?? []), id]);
      await writeAt(
        http,
        'POST',
        '/api/v1/threat_report',
        { ids: Object.fromEntries(ids), updates: { is_ignored: isIgnored } },
        options,
      );
    },
  };
}

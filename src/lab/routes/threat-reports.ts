import type { FastifyInstance } from 'fastify';
import { refuse, refuseJson } from '../failure.ts';
import { existingFeed } from '../feeds/existing-feed.ts';
import { type ReportState, reportIndex, reportWire } from '../feeds/report.ts';
import { reportHits } from '../feeds/report-hits.ts';
import { asRecord, isRecord } from '../json.ts';
import { recordFilter, rulesOf, searchRecords } from '../search/search-records.ts';
import { readSearch } from '../search/search-request.ts';
import { searchContext, searching, searchParameters } from '../search/searching.ts';
import { mustBeAnalyst } from '../users/must-have.ts';
import { savedQuery } from '../watchlists/saved-query.ts';
import type { LabWorld } from '../world.ts';

type ByReport = { Params: { id: string; report: string } };

/** Threat reports: search, one with its hits, ignored or not in bulk (contract/feeds-reports.md). */
export function threatReportRoutes(app: FastifyInstance, world: LabWorld): void {
  const { feeds, era, clock } = world;
  const existing = ({ id, report: name }: { id: string; report: string }): ReportState => {
    const report = feeds.report(existingFeed(id, world).id, name);
    if (report === undefined) throw refuse(404, `Report ${name} not found`);
    return report;
  };

  app.get('/api/v1/threat_report', async (request) =>
    searching(era, () => {
      const nowMs = clock.nowMs();
      const asked = readSearch(searchParameters(request), rulesOf(reportIndex), nowMs);
      const { page, answer } = searchRecords(asked, feeds.reports(), reportIndex, nowMs);
      return { ...answer, results: page.map((report) => reportWire(report, era)) };
    }),
  );

  app.get<ByReport>('/api/v1/feed/:id/report/:report', async ({ params }) =>
    reportWire(existing(params), era),
  );

  app.get<ByReport>('/api/v1/feed/:id/report/:report/stats', async ({ params }) => {
    const report = existing(params);
    const { context, pages } = await searchContext(world);
    return { feed_id: report.feed.id, report_id: report.id, ...reportHits(report, context, pages) };
  });

  app.post('/api/v1/threat_report', async (request) => {
    mustBeAnalyst(request);
    const { ids, query, updates } = asRecord(request.body);
    const isIgnored = isRecord(updates) ? updates['is_ignored'] : undefined;
    if (typeof isIgnored !== 'boolean' || (ids === undefined) === (query === undefined))
      throw refuseJson(400, ['Send ids or query, and updates with is_ignored']);
    const chosen = ids === undefined ? byQuery(query, world) : byIds(ids);
    for (const [feedId, reports] of chosen) feeds.setIgnored(feedId, reports, isIgnored);
    world.save();
    return { result: 'success' };
  });
}

/** `{"<feed id>": ["<report id>", …]}`. */
function byIds(ids: unknown): Map<number, string[]> {
  if (!isRecord(ids)) throw refuseJson(400, ['ids is an object of lists, by feed']);
  return new Map(
    Object.entries(ids).map(([feedId, reports]) => [
      Number(feedId),
      Array.isArray(reports) ? reports.map(String) : [],
    ]),
  );
}

function byQuery(text: unknown, { feeds, era, clock }: LabWorld): Map<number, string[]> {
  const query = savedQuery(String(text));
  if (query === undefined) throw refuseJson(400, { reason: 'query_malformed_syntax' });
  const isMeant = searching(era, () => recordFilter(query, reportIndex.fields, clock.nowMs()));
  const found = Map.groupBy(feeds.reports().filter(isMeant), ({ feed }) => feed.id);
  return new Map(Array.from(found, ([feedId, reports]) => [feedId, reports.map(({ id }) => id)]));
}

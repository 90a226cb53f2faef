import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { taggedPids } from '../admin/investigations.ts';
import { one } from '../fleet/select-sensors.ts';
import type { DocumentRow } from '../history/document-rows.ts';
import { processGuidOf, segmentId, uniqueId, type Wire } from '../history/document-wire.ts';
import { documentsOf, isHiddenParent } from '../history/find-process.ts';
import type { History } from '../history/history.ts';
import { hidden, mustFind, unknownProcess } from '../history/known-process.ts';
import { familyWire, processWire } from '../history/summary-wire.ts';
import { isoTime } from '../history/wire-times.ts';
import { documents } from '../search/documents.ts';
import { defaultFacets } from '../search/facets.ts';
import { searchProcesses } from '../search/search-processes.ts';
import { readSearch } from '../search/search-request.ts';
import { searchContext, searching, searchParameters } from '../search/searching.ts';
import { bytesContent } from '../sensors/content/content.ts';
import { zipStream } from '../sensors/content/zip-stream.ts';
import type { LabWorld } from '../world.ts';

type ById = {
  Params: { id: string; segment: string };
  Querystring: Record<string, string | string[] | undefined>;
};

/** Process search, summaries, segments, prevalence (contract/processes.md). */
export function processRoutes(app: FastifyInstance, world: LabWorld): void {
  const { era } = world;

  const search = async (request: FastifyRequest) => {
    const { context, pages } = await searchContext(world);
    return searching(era, () => {
      const rules = { isTimed: era.timedSegments, defaultFacets: defaultFacets(era) };
      const asked = readSearch(searchParameters(request), rules, context.nowMs);
      const answer = searchProcesses(asked, context, pages, world.faults.has('incomplete'));
      const found = new Set(answer.results.map((row) => String(row['unique_id'])));
      return { ...answer, tagged_pids: taggedPids(found, world.investigations) };
    });
  };
  app.get('/api/v1/process', search);
  app.post('/api/v1/process', search);

  app.get<ById>('/api/v1/process/:id/:segment', async ({ params, query }) => {
    const context = await documents(world);
    const { history } = context;
    if (isHiddenParent(history, params.id))
      return { process: hidden(params.id, context), parent: {}, children: [], siblings: [] };
    const children = Number(one(query['children']) ?? 15);
    return familyWire(mustFind(history, params), Number.isInteger(children) ? children : 15, context);
  });

  app.get<{ Querystring: { md5?: string } }>('/api/v1/process/host/count', async ({ query }) => {
    const { history } = await world.records.open();
    const md5 = (query.md5 ?? '').toLowerCase();
    const images = history.images.filter(
      ({ path, binary }) => path !== '' && history.hashes(binary).md5 === md5,
    );
    const counts = history.file
      .prepare(
        'SELECT count(*) AS documents, count(DISTINCT sensor) AS hosts FROM document WHERE image IN (SELECT value FROM json_each(?))',
      )
      .get(JSON.stringify(images.map(({ id }) => id)));
    return {
      hostCount: Number(counts?.['hosts'] ?? 0),
      globalCount: world.fleet.size,
      numDocs: Number(counts?.['documents'] ?? 0),
    };
  });

  app.get<ById>('/api/v1/process/:id/:segment/report', async ({ params }, reply) => {
    const context = await documents(world);
    const found = mustFind(context.history, params);
    const text = `${JSON.stringify({ ...familyWire(found, 15, context) }, undefined, 1)}\n`;
    return sendReport(reply, params.id, Buffer.from(text));
  });

  app.get<ById>('/api/v1/process/:id/:segment/threat_intel_hits', async ({ params }) => {
    const context = await documents(world);
    const wire = processWire(mustFind(context.history, params), context);
    return Object.entries(wire).flatMap(([name, value]) => {
      const feed = /^alliance_score_(.+)$/.exec(name)?.[1];
      return feed === undefined
        ? []
        : [
            {
              feed_name: feed,
              score: value,
              reports: wire[`alliance_data_${feed}`],
              link: wire[`alliance_link_${feed}`],
            },
          ];
    });
  });

  if (era.timedSegments) {
    app.get<ById>('/api/v2/process/:id/:segment', async ({ params }) => {
      const context = await documents(world);
      return isHiddenParent(context.history, params.id)
        ? hidden(params.id, context)
        : processWire(mustFind(context.history, params), context);
    });

    app.get<ById>('/api/v1/process/:id/segment', async ({ params }) => {
      const { history } = await world.records.open();
      const rows = documentsOf(history, params.id);
      if (rows.length === 0) throw unknownProcess(params.id);
      return { process: { segments: rows.map((row) => segmentWire(row, history)) } };
    });
  }
}

const eventCounts = {
  modload: 'modloads',
  filemod: 'filemods',
  regmod: 'regmods',
  netconn: 'netconns',
  childproc: 'childprocs',
  crossproc: 'crossprocs',
  processblock: 'blocks',
  fileless_scriptload: 'scripts',
} as const;

function segmentWire(row: DocumentRow, history: History): Wire {
  const counts = Object.entries(eventCounts).filter(([, column]) => row[column] > 0);
  return {
    unique_id: uniqueId(processGuidOf(row), segmentId(row, history), history),
    last_update: isoTime(row.updated),
    last_server_update: isoTime(row.received),
    event_counts: Object.fromEntries(counts.map(([kind, column]) => [kind, row[column]])),
  };
}

function sendReport(reply: FastifyReply, id: string, text: Buffer): FastifyReply {
  reply.header('content-disposition', `attachment; filename="${id}.zip"`);
  reply.type('application/zip');
  return reply.send(zipStream('report.json', bytesContent(text)));
}

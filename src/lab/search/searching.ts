import type { FastifyRequest } from 'fastify';
import type { Era } from '../era.ts';
import { refuseJson, unhandled } from '../failure.ts';
import { asRecordOrEmpty } from '../json.ts';
import { QueryError } from '../query/syntax.ts';
import type { LabWorld } from '../world.ts';
import type { ResultPages } from './result-pages.ts';
import type { SearchContext } from './search-context.ts';
import type { Parameters } from './search-request.ts';

/** What queries are compiled against, as things are now. */
export async function searchContext(
  world: LabWorld,
): Promise<{ readonly context: SearchContext; readonly pages: ResultPages }> {
  const { history, pages, binaries } = await world.records.open();
  const { fleet, groups, watchlists, clock } = world;
  return { context: { history, binaries, fleet, groups, watchlists, nowMs: clock.nowMs() }, pages };
}

/** The parameters of a search, wherever they stand: a posted one has them in its JSON (contract/processes.md). */
export function searchParameters(request: FastifyRequest): Parameters {
  const inUrl = request.query as Parameters;
  return request.method === 'POST' ? { ...inUrl, ...asRecordOrEmpty(request.body) } : inUrl;
}

/** Carries out a search; one that cannot be read is refused as the age of the server does. */
export function searching<T>(era: Era, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof QueryError)
      throw era.queryRefusal === undefined ? unhandled() : refuseJson(400, { reason: era.queryRefusal });
    throw error;
  }
}

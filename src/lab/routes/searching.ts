import type { FastifyRequest } from 'fastify';
import type { Era } from '../era.ts';
import { refuseJson, unhandled } from '../failure.ts';
import { QueryError } from '../query/syntax.ts';
import type { Parameters } from '../search/search-request.ts';
import { asRecordOrEmpty } from './body.ts';

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
    if (error instanceof QueryError) {
      throw era.timedSegments ? refuseJson(400, { reason: 'query_malformed_syntax' }) : unhandled();
    }
    throw error;
  }
}

import { isCbError } from '../../errors/cb-error.ts';
import { lacksRoute } from '../../errors/server-fault.ts';
import type { Http } from '../../transport/types.ts';
import { createSearch, searchWays } from '../page.ts';
import { path } from '../path.ts';
import {
  type HostCount,
  type ProcessSegment,
  type ProcessSummary,
  readHostCount,
  readProcess,
  readProcessSummary,
  readSegments,
} from '../wire/process.ts';
import { holdsNoLists, type ProcessEvents, readProcessEvents } from '../wire/process-events.ts';
import { isObject, toObject } from '../wire/read.ts';
import { type CallOptions, misfit, objectOf } from './replies.ts';
import { readAt } from './requests.ts';

export type Processes = ReturnType<typeof createProcesses>;

/** Versions of the event route (contract/process-events.md). */
export type EventVersion = 1 | 2 | 3 | 4 | 5;

/** `/api/v1/process` and what is below it (contract/processes.md). */
export function createProcesses(http: Http) {
  const search = createSearch(http, '/api/v1/process');

  /** Segments of a server before 6.0, and of processes it took over: the ids are in its documents. */
  async function segmentsBySearch(id: string, options?: CallOptions): Promise<readonly ProcessSegment[]> {
    const page = await search({ q: `process_id:${id}`, rows: 1000, start: 0 }, options);
    return [...page.documents]
      .map(({ wire }) => readProcess(wire))
      .filter((found) => found.id === id)
      .map(({ uniqueId, segmentId, wire }) => ({ uniqueId, segmentId, wire }))
      .sort((a, b) => (a.segmentId ?? 0) - (b.segmentId ?? 0));
  }

  return {
    search,
    ...searchWays(search),
    read: readProcess,
    /** The process with its parent, children and siblings. Segment 0 is all of them from 6.0 on, 1 the first before. */
    async summary(
      id: string,
      segment: number,
      options?: CallOptions & { readonly children?: number },
    ): Promise<ProcessSummary> {
      const query = options?.children === undefined ? {} : { children: options.children };
      const reply = await readAt(http, path`/api/v1/process/${id}/${segment}`, options, query);
      const json = await objectOf(reply, 'process');
      const summary = readProcessSummary(json);
      if (summary.process.id === '') throw misfit(json, reply, 'holds no process');
      return summary;
    },

    /** All segments, oldest first as the server has them. */
    async segments(id: string, options?: CallOptions): Promise<readonly ProcessSegment[]> {
      try {
        const reply = await readAt(http, path`/api/v1/process/${id}/segment`, options);
        const json = await objectOf(reply, 'segments', 'process');
        if (Array.isArray(toObject(json['process'])['segments'])) return readSegments(json);
        throw misfit(json, reply, 'holds no segments');
      } catch (error) {
        if (!isCbError(error, 'NotFound', 'ServerError') && !lacksRoute(error)) throw error;
        const found = await segmentsBySearch(id, options);
        if (found.length > 0) return found;
        // The search knows none either.
        throw lacksRoute(error) ? error.reworded({ kind: 'NotFound' }) : error;
      }
    },

    /** The events of one segment, or of all (0, from 6.0 on). */
    async events(
      id: string,
      segment: number,
      version: EventVersion,
      options?: CallOptions,
    ): Promise<ProcessEvents> {
      const at = path`/api/${`v${version}`}/process/${id}/${segment}/event`;
      const reply = await readAt(http, at, options);
      const json = await objectOf(reply, 'events', 'process');
      const { process } = json;
      if (isObject(process) && !holdsNoLists(process)) return readProcessEvents(json);
      throw misfit(json, reply, 'holds no events');
    },

    /** On how many sensors a binary ran. */
    async hostCount(md5: string, options?: CallOptions): Promise<HostCount> {
      const query = { 'cb.freqver': 1, name: 'md5', md5 };
      const reply = await readAt(http, '/api/v1/process/host/count', options, query);
      return readHostCount(await objectOf(reply, 'count', 'hostCount', 'numDocs'));
    },
  };
}

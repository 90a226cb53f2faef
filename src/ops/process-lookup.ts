import type { Cb } from '../api/client.ts';
import type { ProcessDocument, ProcessSummary } from '../api/wire/process.ts';
import { isCbError } from '../errors/cb-error.ts';
import { toNumber } from '../text/number.ts';
import type { ProcessRef } from '../text/process-guid.ts';
import { atMost, onceEach, type Turns } from './at-most.ts';

/** No chain of real processes is that long (contract/processes.md, "Walking parents"). */
const mostParents = 500;
const requestsAtOnce = 8;

/** Processes by their GUIDs, each asked for once a run, at most eight at a time. */
export interface ProcessLookup {
  readonly turns: Turns;
  /** From 6.0 on. */
  hasSegmentTimes(): Promise<boolean>;
  /** Kind `NotFound` for an unknown process. */
  summary(ref: Pick<ProcessRef, 'id' | 'segment'>): Promise<ProcessSummary>;
  /** The process with all its segments; undefined where the server has none (any more). */
  find(id: string): Promise<ProcessDocument | undefined>;
  /** Itself and who started it, the nearest first, up to the kernel or to whom nobody knows. */
  chain(process: ProcessDocument): AsyncGenerator<ProcessDocument>;
}

export function createProcessLookup(cb: Cb, signal: AbortSignal): ProcessLookup {
  const turns = atMost(requestsAtOnce);
  const isAtLeast = onceEach((major: number) => cb.serverInfo.isAtLeast(major, 0, { signal }));
  const hasSegmentTimes = (): Promise<boolean> => isAtLeast(6);

  async function summary({ id, segment }: Pick<ProcessRef, 'id' | 'segment'>): Promise<ProcessSummary> {
    const wanted = segment ?? ((await hasSegmentTimes()) ? 0 : 1);
    try {
      return await turns(() => cb.processes.summary(id, wanted, { signal }));
    } catch (error) {
      if (!isCbError(error, 'NotFound')) throw error;
      const of = segment === undefined ? '' : ` with a segment ${segment}`;
      throw error.reworded({
        message: `the server has no process ${id}${of}`,
        hint: 'its events may have been purged; cbq process QUERY shows what there is',
      });
    }
  }

  const find = onceEach(async (id: string): Promise<ProcessDocument | undefined> => {
    try {
      const { process } = await summary({ id, segment: undefined });
      return process.id === '' ? undefined : process;
    } catch (error) {
      if (isCbError(error, 'NotFound')) return undefined;
      throw error;
    }
  });

  async function* chain(process: ProcessDocument): AsyncGenerator<ProcessDocument> {
    yield process;
    const seen = new Set([process.id]);
    let next = process.parentId;
    while (next !== undefined && !seen.has(next) && seen.size <= mostParents) {
      seen.add(next);
      const parent = await find(next);
      // The server stands in for whom nobody knows with the pid -1.
      if (parent === undefined || toNumber(parent.wire['process_pid']) === -1) return;
      yield parent;
      next = parent.parentId;
    }
  }

  return { turns, hasSegmentTimes, summary, find, chain };
}

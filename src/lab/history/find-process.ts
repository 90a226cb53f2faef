import { type DocumentRow, documentsWhere } from './document-rows.ts';
import { segmentId } from './document-wire.ts';
import { parseGuid } from './guid.ts';
import type { History } from './history.ts';

/** All documents of one process, oldest first, and those that were asked for. */
export interface FoundProcess {
  readonly all: readonly DocumentRow[];
  readonly chosen: readonly DocumentRow[];
  /** The newest of the chosen ones. */
  readonly row: DocumentRow;
  /** All segments as one. */
  readonly isMerged: boolean;
}

/**
 * `0` merges all segments on servers ≥ 6.0, and `1`, with which links and parents name a process without one, is its first; undefined
 * for an unknown process or segment (contract/processes.md).
 */
export function findProcess(history: History, id: string, segment: string): FoundProcess | undefined {
  const all = documentsOf(history, id);
  const isMerged = history.era.timedSegments && segment === '0';
  const isFirst = history.era.timedSegments && segment === '1';
  const chosen = isMerged
    ? all
    : isFirst
      ? all.slice(0, 1)
      : all.filter((row) => String(segmentId(row, history)) === segment);
  const row = chosen.at(-1);
  return row === undefined ? undefined : { all, chosen, row, isMerged };
}

/** The documents of the process that a GUID or a unique id names; none for an unknown one. */
export function documentsOf(history: History, id: string): DocumentRow[] {
  const key = parseGuid(id);
  return key === undefined
    ? []
    : documentsWhere(
        history,
        'd.start = ? AND d.pid = ? AND d.sensor = ? AND d.sub = ? ORDER BY d.segment',
        key.startMs,
        key.pid,
        key.sensorId,
        key.sub,
      );
}

/** The seed's kernel begins in a process that has no document, yet an answer: only its GUID tells of it. */
export function isHiddenParent(history: History, id: string): boolean {
  const key = parseGuid(id);
  return (
    key?.pid === 4 &&
    documentsOf(history, id).length === 0 &&
    documentsWhere(
      history,
      'd.start = ? AND d.pid = 0 AND d.sensor = ? AND d.sub = ?',
      key.startMs,
      key.sensorId,
      key.sub,
    ).length > 0
  );
}

/** Processes that started from any of these documents, in the order of their starts; the first `most` of them. */
export function childrenOf(history: History, parents: readonly DocumentRow[], most = -1): DocumentRow[] {
  return documentsWhere(
    history,
    'd.parent IN (SELECT value FROM json_each(?)) AND d.id = d.process ORDER BY d.start, d.id LIMIT ?',
    JSON.stringify(parents.map(({ id }) => id)),
    most,
  );
}

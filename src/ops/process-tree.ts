import type { Cb } from '../api/client.ts';
import type { ProcessDocument } from '../api/wire/process.ts';
import type { ProcessEvent } from '../api/wire/process-event.ts';
import type { WireObject } from '../api/wire/read.ts';
import { isCbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { toNumber } from '../text/number.ts';
import { readUniqueId } from '../text/process-guid.ts';
import { lastPart } from '../text/remote-path.ts';
import { mapAhead } from './at-most.ts';
import { recordedEvents } from './process-events.ts';
import type { ProcessLookup } from './process-lookup.ts';
import { searchList } from './search-list.ts';

export interface ProcessNode {
  readonly process: ProcessDocument;
  readonly children: ProcessNode[];
}

export interface RecordedTree {
  readonly root: ProcessNode;
  readonly count: number;
  /** There are more than were allowed. */
  readonly isCut: boolean;
}

export interface TreeOptions {
  readonly maxNodes: number;
  readonly signal: AbortSignal;
  readonly files: LocalFiles;
  readonly onProgress: (count: number) => void;
}

/** Where a tree is read from. */
interface Place {
  readonly cb: Cb;
  readonly lookup: ProcessLookup;
  readonly signal: AbortSignal;
  readonly files: LocalFiles;
}

/** Families of children that are read ahead: no more of them are held than the tree may grow by, times this. */
const familiesAhead = 8;

/** Everything a process started, and what that started, level by level; each process once, siblings asked for side by side. */
export async function recordedTree(
  cb: Cb,
  lookup: ProcessLookup,
  process: ProcessDocument,
  { maxNodes, signal, files, onProgress }: TreeOptions,
): Promise<RecordedTree> {
  const root: ProcessNode = { process, children: [] };
  const seen = new Set([process.id]);
  let count = 1;
  let isCut = false;
  for (let level = [root]; level.length > 0; ) {
    const families = mapAhead(each(level), familiesAhead, async (node) => ({
      node,
      children: await childrenOf({ cb, lookup, signal, files }, node.process, maxNodes - count),
    }));
    level = [];
    for await (const { node, children } of families) {
      for (const child of children) {
        if (child.id !== '' && seen.has(child.id)) continue;
        if (count >= maxNodes) {
          isCut = true;
          continue;
        }
        if (child.id !== '') seen.add(child.id);
        count += 1;
        const below = { process: child, children: [] };
        node.children.push(below);
        if (!child.isSuppressed && child.id !== '') level.push(below);
      }
      onProgress(count);
      if (isCut) return { root, count, isCut };
    }
  }
  return { root, count, isCut };
}

/**
 * The children of a process: those with documents by a search for their parent, as the summary stops at 15, and the suppressed ones, which
 * have none, by the summary and the events.
 */
async function childrenOf(
  place: Place,
  process: ProcessDocument,
  most: number,
): Promise<readonly ProcessDocument[]> {
  const { cb, lookup, signal } = place;
  const children = new Map<string, ProcessDocument>();
  const isNew = await lookup.hasSegmentTimes();
  const params = { q: `parent_id:${process.id}`, 'cb.group': isNew ? 'id' : undefined };
  // One more than there is room for shows that there are more.
  const extent = { rows: 500, limit: Math.max(1, most + 1), signal };
  const found = searchList(cb.processes, params, { ...extent, key: 'unique_id', noun: 'processes' });
  await lookup.turns(async () => {
    for await (const document of found.rows) {
      const child = cb.processes.read(document.wire);
      if (child.id !== process.id && child.parentId === process.id) children.set(child.id, child);
    }
  });
  for (const child of await withoutDocuments(place, process, children)) {
    const key = child.id || child.uniqueId || String(child.pid);
    if (!children.has(key)) children.set(key, child);
  }
  return [...children.values()].sort(
    (a, b) => (a.startMs ?? 0) - (b.startMs ?? 0) || (a.pid ?? 0) - (b.pid ?? 0),
  );
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function withoutDocuments(
  place: Place,
  process: ProcessDocument,
  known: ReadonlyMap<string, ProcessDocument>,
): Promise<readonly ProcessDocument[]> {
  const { cb, lookup, signal } = place;
  try {
    const segments = await lookup.turns(() => cb.processes.segments(process.id, { signal }));
    const holding = segments.filter((segment) => childprocCount(segment.wire) !== 0);
    const count = holding.reduce((sum, segment) => sum + childprocCount(segment.wire), 0);
    if (count <= known.size) return [];
    const ids = holding.flatMap((segment) => segment.segmentId ?? []);
    const events = await lookup.turns(() => childprocsOf(place, process.id, ids));
    return events.filter(isSuppressedChild).map((event) => cb.processes.read(suppressedWire(event, process)));
  } catch (error) {
    // A process whose events are gone may still have children with documents.
    if (isCbError(error, 'NotFound')) return [];
    throw error;
  }
}

/** As the segment route or a document says; more than any known number where neither does. */
function childprocCount(segment: WireObject): number {
  const counts = segment['event_counts'];
  if (counts === undefined) return toNumber(segment['childproc_count']) ?? Number.POSITIVE_INFINITY;
  // A kind that did not happen is left out there.
  return toNumber((counts as WireObject | null)?.['childproc']) ?? 0;
}

async function childprocsOf(
  { cb, signal, files }: Place,
  id: string,
  segments: readonly number[],
): Promise<readonly ProcessEvent[]> {
  const isWanted = (event: ProcessEvent): boolean => event.kind === 'childproc';
  const found: ProcessEvent[] = [];
  const events = recordedEvents(cb, id, {
    signal,
    files,
    segments,
    isWanted,
    onProgress: () => undefined,
    note: () => undefined,
  });
  for await (const event of events) found.push(event);
  return found;
}

function isSuppressedChild({ kind, action, details }: ProcessEvent): boolean {
  return kind === 'childproc' && action === 'started' && details['suppressed'] === true;
}

/** What the event of a suppressed child says, in the words of a document. */
function suppressedWire({ target, details, time }: ProcessEvent, parent: ProcessDocument) {
  const ref = readUniqueId(String(details['process_id'] ?? ''));
  return {
    ...(ref === undefined ? {} : { id: ref.id }),
    unique_id: details['process_id'],
    process_name: lastPart(target),
    path: target,
    process_pid: details['pid'],
    process_md5: details['md5'],
    cmdline: details['command_line'],
    username: details['username'],
    hostname: parent.hostname,
    sensor_id: parent.sensorId,
    parent_id: parent.id,
    start: time,
    is_suppressed: true,
  };
}

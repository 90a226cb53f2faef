import { type DocumentRow, documentsWhere } from './document-rows.ts';
import { type DocumentContext, documentWire, segmentId, uniqueId, type Wire } from './document-wire.ts';
import { childrenOf, type FoundProcess } from './find-process.ts';
import { type ProcessEvent, processEvents } from './process-events.ts';
import { isoMicros, isoTime } from './wire-times.ts';

/** What a search says of a parent, program or command line that nobody told it of. */
const unknown = '(unknown)';

const counts = [
  'modload_count',
  'filemod_count',
  'regmod_count',
  'netconn_count',
  'childproc_count',
  'crossproc_count',
  'processblock_count',
  'fileless_scriptload_count',
] as const;

/** One process: a segment of it, or all as one with the counts of all. */
export function processWire({ all, chosen, row, isMerged }: FoundProcess, context: DocumentContext): Wire {
  const { history } = context;
  const wire = aloneWire(row, context);
  if (isMerged) {
    const others = chosen.map((one) => documentWire(one, context));
    for (const name of counts) {
      if (name in wire) wire[name] = others.reduce((sum, one) => sum + Number(one[name]), 0);
    }
  }
  if (!history.era.timedSegments) return wire;
  const updates = all.map(({ updated }) => updated);
  const arrivals = all.map(({ received }) => received);
  return {
    ...wire,
    min_last_update: isoTime(Math.min(...updates)),
    max_last_update: isoTime(Math.max(...updates)),
    min_last_server_update: isoTime(Math.min(...arrivals)),
    max_last_server_update: isoTime(Math.max(...arrivals)),
    ...(history.era.sha256
      ? { fork_children_count: 0, exec_events_count: 0 }
      : { ref_segment_id: all.map((one) => segmentId(one, history)) }),
  };
}

/** A document that is asked for by its id: without what a search fills in for the unknown, and since 7.0 with the SID. */
function aloneWire(row: DocumentRow, context: DocumentContext): Wire {
  const { history } = context;
  const { emet_config: _, parent_md5: __, ...wire } = documentWire(row, context);
  if (wire['parent_name'] === unknown) delete wire['parent_name'];
  const uid = history.accounts[row.account]?.uid ?? '';
  return history.era.sha256 && uid !== '' ? { ...wire, uid } : wire;
}

/** Siblings, whatever was asked for (contract/processes.md). */
const mostSiblings = 15;

/** The first version of the summary: the process among its relatives. */
export function familyWire(found: FoundProcess, children: number, context: DocumentContext): Wire {
  const { history } = context;
  const { row, all } = found;
  const [parent] = row.parent === 0 ? [] : documentsWhere(history, 'd.id = ?', row.parent);
  const family = parent === undefined ? [] : segmentsOf(parent, context);
  const own = childrenOf(history, all, children);
  const siblings = childrenOf(history, family, mostSiblings + 1)
    .filter((one) => one.process !== all[0]?.process)
    .slice(0, mostSiblings);
  context.expect?.([...found.chosen, row, ...(parent === undefined ? [] : [parent]), ...own, ...siblings]);
  return {
    process: processWire(found, context),
    parent: parent === undefined ? {} : relativeWire(parent, context),
    children: allChildren(found, own, context).slice(0, children),
    siblings: siblings.map((one) => ({ ...relativeWire(one, context), child_proc_type: 'exec' })),
  };
}

function segmentsOf(row: DocumentRow, { history }: DocumentContext): DocumentRow[] {
  return documentsWhere(history, 'd.process = ?', row.process);
}

/** Children with documents and without, by their starts. */
function allChildren(
  { all, row }: FoundProcess,
  own: readonly DocumentRow[],
  context: DocumentContext,
): Wire[] {
  const { history } = context;
  const chosen = all.filter(({ trace }) => history.trace(trace).suppressed.length > 0);
  const suppressed = processEvents(history, { all, chosen, row, isMerged: true }).filter(isSuppressed);
  const known = own.map(
    (one) => [one.start, { ...relativeWire(one, context), child_proc_type: 'exec' }] as const,
  );
  const others = suppressed.map((event) => [event.at, suppressedWire(event, context)] as const);
  return [...known, ...others].sort(([a], [b]) => a - b).map(([, wire]) => wire);
}

/** All that is said of a relative. */
const relativeFields = [
  ...['id', 'unique_id', 'segment_id', 'sensor_id', 'hostname', 'host_type', 'os_type', 'group'],
  ...['process_name', 'path', 'process_md5', 'process_sha256', 'process_pid', 'cmdline', 'username'],
  ...['parent_id', 'parent_unique_id', 'parent_pid', 'start', 'last_update', 'terminated'],
] as const;
/** Of some the server of 6.2 had heard hardly more than that they run. */
const unheard = ['process_name', 'path', 'process_md5', 'process_sha256', 'uid'] as const;

/** No counts, no parent's name, no tags (contract/processes.md). */
function relativeWire(row: DocumentRow, context: DocumentContext): Wire {
  const { era, accounts } = context.history;
  const whole = documentWire(row, context);
  const uid = accounts[row.account]?.uid ?? '';
  const wire: Wire = Object.fromEntries(
    relativeFields.flatMap((name) => (name in whole ? [[name, whole[name]]] : [])),
  );
  if (uid !== '') wire['uid'] = uid;
  if (era.name === '6.2' && row.process % 17 === 5) {
    for (const name of unheard) delete wire[name];
    return { ...wire, cmdline: '', username: '' };
  }
  return wire;
}

type ChildEvent = Extract<ProcessEvent, { kind: 'childproc' }>;

function isSuppressed(event: ProcessEvent): event is ChildEvent {
  return event.kind === 'childproc' && event.of.isSuppressed;
}

/** No document of its own: no start, the whole path for a name. */
function suppressedWire({ of }: ChildEvent, { history }: DocumentContext): Wire {
  return {
    unique_id: uniqueId(of.guid, 1, history),
    process_name: of.path,
    path: of.path,
    process_pid: of.pid,
    process_md5: of.md5,
    cmdline: of.commandLine,
    username: of.username,
    start: null,
    lastUpdate: isoMicros(of.ended),
    end: isoMicros(of.ended),
    child_proc_type: 'exec',
    is_suppressed: true,
  };
}

/** What a client gets of the process that only a GUID tells of: no pid, and nothing to walk on to. */
export function hiddenWire(id: string, sensorId: number, { history }: DocumentContext): Wire {
  return {
    id,
    unique_id: uniqueId(id, 1, history),
    segment_id: 1,
    sensor_id: sensorId,
    hostname: history.fleet.get(sensorId)?.hostname ?? '',
    process_name: '(unknown)',
    path: '(unknown)',
    cmdline: '(unknown)',
    process_pid: -1,
    parent_pid: -1,
    parent_name: '(unknown)',
  };
}

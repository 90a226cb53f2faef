import { binarySpec } from '../binaries/binary-spec.ts';
import { feedTags } from '../binaries/feed-tags.ts';
import type { SensorGroup } from '../fleet/groups.ts';
import { hostTypeOf, osTypeOf } from '../fleet/host-type.ts';
import { addressNumber } from '../query/matchers.ts';
import { unknownParentGuid } from '../sensors/process-guid.ts';
import { logonType } from './account-name.ts';
import type { DocumentRow } from './document-rows.ts';
import { guidOf } from './guid.ts';
import type { History } from './history.ts';
import { isoTime } from './wire-times.ts';

/** What documents say besides what is stored of them. */
export interface DocumentContext {
  readonly history: History;
  readonly groups: ReadonlyMap<number, SensorGroup>;
  /** Ids of the watchlists that tagged a document. */
  watchlistsOf(row: DocumentRow): readonly string[];
  /** Says which documents are asked about next: to look for all of them at once is quicker than one by one. */
  expect?(rows: readonly DocumentRow[]): void;
}

export type Wire = Record<string, unknown>;

export function processGuidOf(row: DocumentRow): string {
  return guidOf({ sensorId: row.sensor, pid: row.pid, startMs: row.start, sub: row.sub });
}

/** Epoch milliseconds of the check-in, or 1, 2, 3 … (contract/values.md). */
export function segmentId(row: DocumentRow, { era }: History): number {
  return era.timedSegments ? row.received : row.segment;
}

export function uniqueId(guid: string, segment: number, { era }: History): string {
  return `${guid}-${segment.toString(16).padStart(era.timedSegments ? 12 : 8, '0')}`;
}

/** The GUID of the parent, whether it has a document or not. */
function parentGuid(row: DocumentRow): string {
  if (row.parent_pid !== null && row.parent_start !== null) {
    return guidOf({
      sensorId: row.sensor,
      pid: row.parent_pid,
      startMs: row.parent_start,
      sub: row.parent_sub ?? 0,
    });
  }
  // The kernel of the seed document begins in a process that only its GUID tells of.
  return row.pid === 0
    ? guidOf({ sensorId: row.sensor, pid: 4, startMs: row.start, sub: row.sub })
    : unknownParentGuid(row.sensor);
}

/** A process document as a search has it (contract/processes.md). */
export function documentWire(row: DocumentRow, context: DocumentContext): Wire {
  const { history, groups } = context;
  const { era } = history;
  const sensor = history.fleet.get(row.sensor);
  const guid = processGuidOf(row);
  const parent = parentGuid(row);
  const image = history.images[row.image];
  const account = history.accounts[row.account];
  const segment = segmentId(row, history);
  const isOver = row.ended > 0 && row.updated >= row.ended;
  const group = sensor === undefined ? '' : (groups.get(sensor.groupId)?.name ?? '');
  const parentImage = history.images[row.parent_image];
  return {
    id: guid,
    segment_id: segment,
    unique_id: uniqueId(guid, segment, history),
    sensor_id: row.sensor,
    hostname: sensor?.hostname ?? '',
    host_type: sensor === undefined ? '' : hostTypeOf(sensor),
    os_type: sensor === undefined ? '' : osTypeOf(sensor),
    group: era.timedSegments ? group.toLowerCase() : group,
    process_name: history.names[row.name],
    path: image?.path ?? '',
    cmdline: row.line,
    process_pid: row.pid,
    process_md5: image === undefined ? '' : history.hashes(image.binary).md5,
    ...(era.sha256 && image !== undefined ? { process_sha256: history.hashes(image.binary).sha256 } : {}),
    username: account?.username ?? '',
    parent_id: parent,
    parent_unique_id: uniqueId(parent, 1, history),
    parent_name: row.parent === 0 ? '(unknown)' : history.names[row.parent_name],
    parent_pid: row.parent_pid ?? -1,
    // Filler since 6.0, and never of the same length as an MD5 before 7.0.
    parent_md5:
      era.timedSegments || parentImage === undefined || row.parent === 0
        ? '0'.repeat(era.sha256 ? 32 : 30)
        : history.hashes(parentImage.binary).md5,
    start: isoTime(row.start),
    last_update: isoTime(row.updated),
    last_server_update: isoTime(row.received),
    terminated: isOver,
    modload_count: row.modloads,
    filemod_count: row.filemods,
    regmod_count: row.regmods,
    netconn_count: row.netconns,
    childproc_count: row.childprocs,
    crossproc_count: row.crossprocs,
    processblock_count: row.blocks,
    emet_count: 0,
    ...(era.sha256 ? { fileless_scriptload_count: row.scripts } : {}),
    comms_ip: signedAddress(sensor?.remoteAddress.replace('::ffff:', '')),
    interface_ip: signedAddress(sensor?.address),
    emet_config: '',
    filtering_known_dlls: sensor?.os === 'windows',
    ...(era.sha256 && sensor?.os === 'windows' ? { logon_type: logonType(account?.uid ?? '') } : {}),
    ...(image === undefined || image.path === '' ? {} : tags(image.binary, row, segment, context)),
  };
}

function tags(binary: string, row: DocumentRow, segment: number, context: DocumentContext): Wire {
  const spec = binarySpec(binary);
  const hits = context.watchlistsOf(row);
  const fields: Wire = {};
  if (hits.length > 0) {
    fields['watchlists'] = hits.map((wid) => ({
      wid,
      value: isoTime(row.received),
      segments_hit: [segment],
    }));
  }
  for (const { feed, score, link, reports } of feedTags(spec)) {
    fields[`alliance_score_${feed}`] = score;
    fields[`alliance_link_${feed}`] = link;
    fields[`alliance_data_${feed}`] = reports;
    fields[`alliance_updated_${feed}`] = isoTime(row.received);
  }
  return fields;
}

/** Signed 32 bits, big-endian; 0 for what is no IPv4 address. */
export function signedAddress(address: string | undefined): number {
  return (addressNumber(address ?? '') ?? 0) | 0;
}

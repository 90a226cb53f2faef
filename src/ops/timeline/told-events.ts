import type { Alert } from '../../api/wire/alert.ts';
import type { ProcessDocument } from '../../api/wire/process.ts';
import type { WireObject } from '../../api/wire/read.ts';
import type { RecordedDeed } from '../../ports/deeds.ts';
import { toId, toNumber, toText } from '../../text/number.ts';
import { factsOfProcess, filledDetails, type TimelineEvent, timeOf } from './timeline-event.ts';

/** Start and end of a process, as far as its document tells. */
export function* lifeOf(process: ProcessDocument): Generator<TimelineEvent> {
  const { wire, path, name, commandLine, md5, pid, parentId } = process;
  const details = filledDetails({
    path,
    command_line: commandLine,
    md5,
    pid,
    parent_name: toText(wire['parent_name']),
    parent_guid: parentId,
  });
  const of = { kind: 'process', clock: 'sensor', ...factsOfProcess(process), details } as const;
  const target = commandLine || path || name;
  for (const [field, action] of [
    ['start', 'started'],
    ['end', 'ended'],
  ] as const) {
    const time = timeOf(wire[field]);
    if (time !== undefined) yield { ...of, ...time, action, target };
  }
}

/** When watchlists tagged a process (contract/watchlists.md). */
export async function* tagsOf(
  process: ProcessDocument,
  nameOf: (id: string) => Promise<string>,
): AsyncGenerator<TimelineEvent> {
  const { wire, path, commandLine } = process;
  const hits: unknown = wire['watchlists'];
  for (const hit of Array.isArray(hits) ? hits : []) {
    const { wid, value } = Object(hit) as WireObject;
    const id = toId(wid) ?? '';
    yield {
      kind: 'watchlist',
      clock: 'server',
      ...factsOfProcess(process),
      ...(timeOf(value) ?? { time: '', timeMs: undefined }),
      action: 'hit',
      target: (await nameOf(id)) || `watchlist ${id}`,
      details: filledDetails({ watchlist_id: id, path, command_line: commandLine }),
    };
  }
}

/** When an alert was raised, and when it was resolved (contract/alerts.md). */
export function* eventsOfAlert({ id, wire, status, cause, assignedTo }: Alert): Generator<TimelineEvent> {
  const text = (field: string) => toText(wire[field]) ?? '';
  const of = {
    kind: 'alert',
    clock: 'server',
    guid: toText(wire['process_id']),
    hostname: text('hostname'),
    sensorId: toNumber(wire['sensor_id']),
    process: text('process_name'),
    username: text('username'),
    target: cause || text('ioc_value') || id,
  } as const;
  const details = filledDetails({
    alert_id: id,
    alert_severity: toNumber(wire['alert_severity']),
    status,
    assigned_to: assignedTo,
    alert_type: text('alert_type'),
    feed_name: text('feed_name'),
    ioc_type: text('ioc_type'),
    ioc_value: text('ioc_value'),
    path: text('process_path'),
    observed_filename: text('observed_filename'),
    md5: text('md5'),
  });
  yield {
    ...of,
    ...(timeOf(wire['created_time']) ?? { time: '', timeMs: undefined }),
    action: 'raised',
    details,
  };
  const resolved = timeOf(wire['resolved_time']);
  if (resolved !== undefined) {
    yield {
      ...of,
      ...resolved,
      action: 'resolved',
      details: filledDetails({ ...details, resolved_by: text('resolved_by') }),
    };
  }
}

/** What an analyst did. */
export function eventOfDeed(deed: RecordedDeed): TimelineEvent {
  const { kind, says, user, machine, hostname, sensorId, file, line } = deed;
  return {
    kind: 'analyst',
    clock: 'analyst',
    ...(timeOf(deed.time) ?? { time: '', timeMs: undefined }),
    hostname: hostname ?? '',
    sensorId,
    process: '',
    username: user,
    action: kind,
    target: says,
    details: filledDetails({ analyst: user, machine, transcript: file, line }),
  };
}

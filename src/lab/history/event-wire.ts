import { createHash } from 'node:crypto';
import { binarySpec } from '../binaries/binary-spec.ts';
import { signedAddress, uniqueId, type Wire } from './document-wire.ts';
import type { History } from './history.ts';
import type { ChildProc, ProcessEvent } from './process-events.ts';
import { recentEventWire } from './recent-event-wire.ts';
import { eventTime } from './wire-times.ts';

type EventOf<K extends ProcessEvent['kind']> = Extract<ProcessEvent, { kind: K }>;

/** The `…_complete` lists as a version of the event route has them (contract/process-events.md); none that is empty. */
export function eventLists(events: readonly ProcessEvent[], version: number, history: History): Wire {
  const lists: Record<string, unknown[]> = {};
  for (const event of events) {
    const name = `${event.kind}_complete`;
    lists[name] ??= [];
    lists[name].push(...eventWire(event, version, history));
  }
  return lists;
}

function eventWire(event: ProcessEvent, version: number, history: History): unknown[] {
  if (version >= 4 && history.era.sha256) {
    const recent = recentEventWire(event, history);
    if (recent !== undefined) return [recent];
  }
  const time = eventTime(event.at);
  switch (event.kind) {
    case 'filemod': {
      const { operation, path, type } = event.of;
      return [`${operation}|${time}|${path}|${event.md5}|${operation === 8 && type > 0 ? type : ''}|false`];
    }
    case 'regmod':
      return [`${event.of.operation}|${time}|${event.of.path}|false`];
    case 'modload': {
      return [`${time}|${history.hashes(event.binary).md5}|${event.path}`];
    }
    case 'netconn':
      return [version === 1 ? netconnText(event, time) : netconnObject(event, time, version)];
    case 'childproc':
      return version < 3
        ? childTexts(event.of, event.at, history)
        : [childObject(event.of, event.at, history)];
    case 'crossproc': {
      const { type, path, access, isTarget } = event.of;
      const isOpen = type === 'ProcessOpen';
      const other = uniqueId(event.guid, 1, history);
      return [
        `${type}|${time}|${other}|${event.md5}|${path}|${isOpen ? 1 : ''}|${isOpen ? access : ''}|false|${isTarget}`,
      ];
    }
    case 'processblock':
      return [blockText(event, time)];
    case 'fileless_scriptload':
      return [`${time}|${createHash('sha256').update(event.script).digest('hex')}|${event.script}`];
  }
}

function netconnText({ of }: EventOf<'netconn'>, time: string): string {
  return `${time}|${signedAddress(of.remoteIp)}|${of.remotePort}|${of.proto}|${of.domain}|${of.outbound}`;
}

/** All values are texts; addresses as signed numbers before version 4. */
function netconnObject({ of, localIp }: EventOf<'netconn'>, time: string, version: number): Wire {
  const address = (text: string) => (version < 4 ? String(signedAddress(text)) : text);
  return {
    timestamp: time,
    direction: String(of.outbound),
    proto: String(of.proto),
    remote_ip: address(of.remoteIp),
    remote_port: String(of.remotePort),
    local_ip: address(localIp),
    local_port: String(of.localPort),
    proxy_ip: address('0.0.0.0'),
    proxy_port: '0',
    domain: of.domain,
  };
}

/** One for the start, one for the end. */
function childTexts(child: ChildProc, at: number, history: History): string[] {
  const text = (time: number, started: boolean) =>
    `${eventTime(time)}|${uniqueId(child.guid, 1, history)}|${child.md5}|${child.path}|${child.pid}|${started}|false`;
  return child.ended > 0 ? [text(at, true), text(child.ended, false)] : [text(at, true)];
}

function childObject(child: ChildProc, at: number, history: History): Wire {
  return {
    type: child.ended > 0 ? 'end' : 'start',
    processId: uniqueId(child.guid, 1, history),
    md5: child.md5,
    path: child.path,
    pid: String(child.pid),
    start: eventTime(at),
    end: child.ended > 0 ? eventTime(child.ended) : null,
    is_tampered: false,
    is_suppressed: child.isSuppressed,
    commandLine: child.commandLine,
    userName: child.isSuppressed ? child.username : '',
  };
}

/** A JSON document inside a text. */
function blockText({ of, md5, username }: EventOf<'processblock'>, time: string): string {
  const [, result = ''] = of.status.split('-');
  return JSON.stringify({
    timestamp: time,
    block_type: 'MD5Hash',
    block_event: 'ProcessCreate',
    block_result: result,
    block_error: 0,
    blocked_md5: md5,
    blocked_path: of.path,
    blocked_cmdline: of.commandLine,
    blocked_uid: '',
    blocked_username: username,
  });
}

/** Signatures of the image and of what was loaded, by upper-case MD5. */
export function signaturesOf(events: readonly ProcessEvent[], image: string, history: History): Wire {
  const keys = new Set(image === '' ? [] : [image]);
  for (const event of events) {
    if (event.kind === 'modload') keys.add(event.binary);
  }
  return Object.fromEntries(
    Array.from(keys, (key) => {
      const { result, publisher } = binarySpec(key).signature;
      return [
        history.hashes(key).md5.toUpperCase(),
        { digsig_result: result, ...(publisher === '' ? {} : { digsig_publisher: publisher }) },
      ];
    }),
  );
}

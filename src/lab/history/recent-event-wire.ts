import { createHash } from 'node:crypto';
import { uniqueId, type Wire } from './document-wire.ts';
import type { History } from './history.ts';
import type { ChildProc, ProcessEvent } from './process-events.ts';
import { eventTime, isoMicros, isoTime, shortEventTime } from './wire-times.ts';

/** The kinds of events that servers since 7.0 write in their own way: SHA-256 at the end, numbers, ISO times in objects. */
export function recentEventWire(event: ProcessEvent, history: History): unknown {
  const time = shortEventTime(event.at);
  switch (event.kind) {
    case 'filemod': {
      const { operation, path, type } = event.of;
      const fileType = operation === 8 ? type : 0;
      return `${operation}|${eventTime(event.at)}|${path}|${event.md5}|${fileType}||${event.sha256}`;
    }
    case 'regmod':
      return `${event.of.operation}|${time}|${event.of.path}|false`;
    case 'modload': {
      const { md5, sha256 } = history.hashes(event.binary);
      return `${time}|${md5}|${event.path}|${sha256}`;
    }
    case 'netconn':
      return connection(event);
    case 'childproc':
      return child(event.of, event.at, history);
    case 'crossproc': {
      const { type, path, access, isTarget } = event.of;
      const handle = type === 'ProcessOpen' ? `1|${access}` : '|';
      const other = uniqueId(event.guid, 1, history);
      return `${type}|${time}|${other}|${event.md5}|${path}|${handle}|false|${isTarget}|${event.sha256}`;
    }
    default:
      return undefined;
  }
}

const tlsPort = 443;

/** A proxy only where there is one, which the lab's hosts have not; fingerprints of TLS where TLS was spoken. */
function connection({ at, of, localIp, image }: Extract<ProcessEvent, { kind: 'netconn' }>): Wire {
  const isTls = of.proto === 6 && of.remotePort === tlsPort;
  return {
    timestamp: new Date(at).toISOString(),
    proto: of.proto,
    domain: of.domain,
    // Still a text, unlike the numbers beside it.
    direction: String(of.outbound),
    local_ip: localIp,
    local_port: of.localPort,
    remote_ip: of.remoteIp,
    remote_port: of.remotePort,
    ...(isTls ? { ja3: fingerprint(image), ja3s: fingerprint(of.domain || of.remoteIp) } : {}),
  };
}

function fingerprint(text: string): string {
  return createHash('md5').update(`ja3 ${text}`).digest('hex');
}

/** One row a child. Some of those that ended tell of the end alone: their start was in an earlier check-in. */
function child(of: ChildProc, at: number, history: History): Wire {
  const isOver = of.ended > 0;
  const tellsStart = !isOver || of.isSuppressed || of.pid % 7 !== 3;
  return {
    md5: of.md5,
    path: of.path,
    commandLine: of.commandLine,
    userName: of.isSuppressed ? of.username : '',
    sha256: of.sha256,
    pid: of.pid,
    processId: uniqueId(of.guid, 1, history),
    is_suppressed: of.isSuppressed,
    is_tampered: false,
    type: isOver ? 'end' : 'start',
    ...(tellsStart ? { start: isoTime(at) } : {}),
    ...(isOver ? { end: isoMicros(of.ended) } : {}),
  };
}

import { parseServerTime } from '../../text/age.ts';
import { formatIp } from '../../text/ip.ts';
import { toBoolean, toNumber, toText } from '../../text/number.ts';
import type { EventDraft } from './process-event.ts';
import { isObject, type WireObject } from './read.ts';

/** The events of one entry; none where it is in no form that is known. */
type Drafts = readonly Omit<EventDraft, 'kind'>[];

// A path may hold a bar on Unix: the fields behind it are told by their form.
const filemodForm =
  /^([^|]*)\|([^|]*)\|(.*)\|([\da-f]{32}|)(?:\|([\da-f]{64}))?\|(\d*)\|(true|false|)(?:\|([\da-f]{64}|))?$/is;
/** Older rows stop behind the path. */
const shortFilemodForm = /^(\d+)\|([^|]*)\|([^|]+)\|?$/s;
const regmodForm = /^([^|]*)\|([^|]*)\|(.*?)(?:\|(true|false))?$/is;
const modloadForm = /^([^|]*)\|([\da-f]{32}|)\|(.*?)(?:\|([\da-f]{64}|))?$/is;
const childprocForm = /^([^|]*)\|([^|]*)\|([^|]*)\|(.*)\|(-?\d*)\|(true|false)(?:\|(true|false|))?$/is;
const crossprocForm =
  /^([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|(.*)\|(\d*)\|(\d*)\|(true|false|)(?:\|(true|false|))?(?:\|([\da-f]{64}|))?$/is;

const fileActions: Readonly<Record<string, string>> = {
  1: 'created',
  2: 'first write',
  4: 'deleted',
  8: 'last write',
};
const registryActions: Readonly<Record<string, string>> = {
  1: 'created key',
  2: 'first wrote value',
  4: 'deleted key',
  8: 'deleted value',
};
const fileTypes: Readonly<Record<string, string>> = {
  1: 'PE',
  2: 'ELF',
  3: 'Mach-O',
  8: 'EICAR',
  16: 'Office',
  17: 'Office Open XML',
  48: 'PDF',
  64: 'ZIP',
  65: 'LZH',
  66: 'LZW',
  67: 'RAR',
  68: 'TAR',
  69: '7-Zip',
};
const protocols: Readonly<Record<string, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };

export function filemod(wire: unknown): Drafts {
  const fit = match(filemodForm, wire);
  const [, operation = '', time = '', path = '', md5, early, type = '', tampered, late] =
    fit.length > 0 ? fit : match(shortFilemodForm, wire);
  if (!isTime(time)) return [];
  return [
    {
      time,
      action: fileActions[operation] ?? (operation === '' ? '' : `operation ${operation}`),
      target: path,
      details: {
        md5,
        sha256: early ?? late,
        file_type: fileTypes[type],
        tampered: toBoolean(tampered),
      },
    },
  ];
}

export function regmod(wire: unknown): Drafts {
  const [, operation = '', time = '', path = '', tampered] = match(regmodForm, wire);
  if (!isTime(time)) return [];
  return [
    {
      time,
      action: registryActions[operation] ?? `operation ${operation}`,
      target: path,
      details: { tampered: toBoolean(tampered) },
    },
  ];
}

export function modload(wire: unknown): Drafts {
  const [, time = '', md5, path = '', sha256] = match(modloadForm, wire);
  return !isTime(time) ? [] : [{ time, action: 'loaded', target: path, details: { md5, sha256 } }];
}

/** v1: `time|remote_ip|remote_port|proto|domain|outbound`; an object from v2 on. */
export function netconn(wire: unknown): Drafts {
  if (typeof wire === 'string') {
    const [timestamp, remote_ip, remote_port, proto, domain, direction, ...more] = wire.split('|');
    if (more.length > 0) return [];
    return connection({ timestamp, remote_ip, remote_port, proto, domain, direction });
  }
  return isObject(wire) ? connection(wire) : [];
}

function connection(wire: WireObject): Drafts {
  const time = toText(wire['timestamp']) ?? '';
  const address = formatIp(wire['remote_ip']);
  if (!isTime(time) || address === '') return [];
  const port = toText(wire['remote_port']) ?? '';
  const domain = toText(wire['domain']) ?? '';
  const proto = toText(wire['proto']) ?? '';
  const proxy = formatIp(wire['proxy_ip']);
  const hasProxy = proxy !== '' && proxy !== '0.0.0.0' && proxy !== '::';
  const isOutbound = toBoolean(wire['direction']);
  const endpoint = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return [
    {
      time,
      action: isOutbound === undefined ? 'connection' : isOutbound ? 'outbound' : 'inbound',
      target: `${protocols[proto] ?? proto} ${endpoint}${domain === '' ? '' : ` ${domain}`}`.trim(),
      details: {
        remote_ip: address,
        remote_port: toNumber(port),
        local_ip: formatIp(wire['local_ip']),
        local_port: toNumber(wire['local_port']),
        proxy_ip: hasProxy ? proxy : undefined,
        proxy_port: hasProxy ? toNumber(wire['proxy_port']) : undefined,
        protocol: protocols[proto] ?? proto,
        domain,
        ja3: toText(wire['ja3']),
        ja3s: toText(wire['ja3s']),
      },
    },
  ];
}

/** v1 and v2: two strings a child; an object from v3 on, one row of which may say both when it started and when it ended. */
export function childprocs(wire: unknown): Drafts {
  if (typeof wire === 'string') {
    const [, time = '', processId, md5, path = '', pid, started, tampered] = match(childprocForm, wire);
    if (!isTime(time)) return [];
    const details = { process_id: processId, md5, pid: toNumber(pid), tampered: toBoolean(tampered) };
    return [{ time, action: toBoolean(started) ? 'started' : 'ended', target: path, details }];
  }
  if (!isObject(wire)) return [];
  const times = { start: timeIn(wire['start']), end: timeIn(wire['end']) };
  const isBareEnd = toText(wire['type']) === 'end' && times.end === '';
  const [start, end] = isBareEnd ? ['', times.start] : [times.start, times.end];
  const details = {
    process_id: toText(wire['processId']),
    md5: toText(wire['md5']),
    sha256: toText(wire['sha256']),
    pid: toNumber(wire['pid']),
    command_line: toText(wire['commandLine']),
    username: toText(wire['userName']),
    child_proc_type: toText(wire['child_proc_type']),
    suppressed: toBoolean(wire['is_suppressed']),
    tampered: toBoolean(wire['is_tampered']),
  };
  const target = toText(wire['path']) ?? '';
  return [
    ...(start === '' ? [] : [{ time: start, action: 'started', target, details }]),
    ...(end === '' ? [] : [{ time: end, action: 'ended', target, details }]),
  ];
}

export function crossproc(wire: unknown): Drafts {
  const [, type = '', time = '', processId, md5, path = '', subtype, access, tampered, isTarget, sha256] =
    match(crossprocForm, wire);
  if (!isTime(time)) return [];
  const isOpen = type === 'ProcessOpen';
  const what = isOpen ? (subtype === '2' ? 'opened a thread of' : 'opened') : 'started a thread in';
  const passive = isOpen ? (subtype === '2' ? 'a thread opened by' : 'opened by') : 'a thread started by';
  const mask = toNumber(access);
  return [
    {
      time,
      action: type !== 'RemoteThread' && !isOpen ? type : toBoolean(isTarget) ? passive : what,
      target: path,
      details: {
        process_id: processId,
        md5,
        sha256,
        access: mask === undefined ? undefined : accessWords(mask),
        requested_access: mask,
        tampered: toBoolean(tampered),
        is_target: toBoolean(isTarget),
      },
    },
  ];
}

/** Rights of a process handle (contract/process-events.md). */
const accessBits: readonly (readonly [bit: number, name: string])[] = [
  [0x1, 'TERMINATE'],
  [0x2, 'CREATE_THREAD'],
  [0x8, 'VM_OPERATION'],
  [0x10, 'VM_READ'],
  [0x20, 'VM_WRITE'],
  [0x40, 'DUP_HANDLE'],
  [0x80, 'CREATE_PROCESS'],
  [0x100, 'SET_QUOTA'],
  [0x200, 'SET_INFORMATION'],
  [0x400, 'QUERY_INFORMATION'],
  [0x800, 'SUSPEND_RESUME'],
  [0x1000, 'QUERY_LIMITED'],
  [0x10000, 'DELETE'],
  [0x20000, 'READ_CONTROL'],
  [0x40000, 'WRITE_DAC'],
  [0x80000, 'WRITE_OWNER'],
  [0x100000, 'SYNCHRONIZE'],
];

function accessWords(mask: number): string | undefined {
  if (mask > 0xffffffff) return undefined;
  if (mask === 0x1fffff) return 'PROCESS_ALL_ACCESS';
  return accessBits
    .filter(([bit]) => (mask & bit) !== 0)
    .map(([, name]) => name)
    .join(' ');
}

/** A JSON document within a string. */
export function processblock(wire: unknown): Drafts {
  const block = isObject(wire) ? wire : parsed(wire);
  if (block === undefined || timeIn(block['timestamp']) === '') return [];
  return [
    {
      time: timeIn(block['timestamp']),
      action: 'blocked',
      target: toText(block['blocked_path']) ?? '',
      details: {
        md5: toText(block['blocked_md5']),
        command_line: toText(block['blocked_cmdline']),
        username: toText(block['blocked_username']),
        block_type: toText(block['block_type']),
        block_event: toText(block['block_event']),
        block_result: toText(block['block_result']),
        block_error: toText(block['block_error']),
      },
    },
  ];
}

function parsed(wire: unknown): WireObject | undefined {
  if (typeof wire !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(wire);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Scripts that ran without a file (7.x): the form is not documented, so the text is kept whole. */
export function scriptload(wire: unknown): Drafts {
  const time = typeof wire === 'string' ? timeWithin(wire) : '';
  return typeof wire === 'string' && time !== ''
    ? [{ time, action: 'ran a script', target: wire, details: {} }]
    : [];
}

/** What can be read of a row that no form fits; the row itself is its target. */
export function unread(wire: unknown): Omit<EventDraft, 'kind'> {
  const text = typeof wire === 'string' ? wire : (JSON.stringify(wire) ?? '');
  // What tells anything stands at the beginning; a script may be megabytes.
  const begin = text.slice(0, longestLook);
  return {
    time: timeWithin(begin),
    action: 'not understood',
    target: text,
    details: {
      process_id: /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?:-[\da-f]{12})?\b/i.exec(begin)?.[0],
      md5: /\b[\da-f]{32}\b/i.exec(begin)?.[0],
      sha256: /\b[\da-f]{64}\b/i.exec(begin)?.[0],
    },
    isRaw: true,
  };
}

const longestLook = 64 * 1024;

function timeWithin(text: string): string {
  const found =
    /\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?/.exec(text.slice(0, longestLook))?.[0] ?? '';
  return isTime(found) ? found : '';
}

function timeIn(value: unknown): string {
  const text = toText(value) ?? '';
  return isTime(text) ? text : '';
}

function isTime(text: string): boolean {
  return parseServerTime(text) !== undefined;
}

function match(form: RegExp, wire: unknown): readonly (string | undefined)[] {
  return typeof wire === 'string' ? (form.exec(wire) ?? []) : [];
}

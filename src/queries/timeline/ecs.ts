import type { TimelineEvent, TimelineKind } from '../../ops/timeline/timeline-event.ts';
import { messageOf } from './message.ts';

/** Of the Elastic Common Schema whose field names these are. */
const ecsVersion = '8.11.0';

const categories: Readonly<Record<TimelineKind, readonly string[]>> = {
  filemod: ['file'],
  regmod: ['registry'],
  modload: ['library'],
  netconn: ['network'],
  childproc: ['process'],
  crossproc: ['process'],
  processblock: ['process'],
  scriptload: ['process'],
  other: ['process'],
  process: ['process'],
  alert: ['intrusion_detection'],
  watchlist: ['intrusion_detection'],
  analyst: ['session'],
};

/** A document of the Elastic Common Schema; what it has no field for stands below `carbonblack`. */
export function ecsDocument(event: TimelineEvent): Readonly<Record<string, unknown>> {
  const { kind, clock, time, hostname, sensorId, process, username, guid, action, target, details } = event;
  const text = (name: string): string | undefined => {
    const value = details[name];
    return value === undefined ? undefined : String(value);
  };
  const md5 = text('md5')?.toLowerCase();
  const hash = filled({ md5, sha256: text('sha256')?.toLowerCase() });
  const ofFile = filled({ path: target, hash });
  return filled({
    '@timestamp': time,
    message: messageOf(event),
    ecs: { version: ecsVersion },
    event: {
      kind: kind === 'alert' || kind === 'watchlist' ? 'alert' : 'event',
      category: categories[kind],
      type: [typeOf(event)],
      action,
      module: 'carbonblack',
      dataset: `carbonblack.${kind}`,
    },
    host: filled({ hostname, name: hostname, id: sensorId === undefined ? undefined : String(sensorId) }),
    user: filled({ name: username }),
    process: filled({
      entity_id: guid,
      name: process,
      ...(kind === 'process'
        ? { executable: text('path'), command_line: text('command_line'), pid: details['pid'], hash }
        : {}),
    }),
    file: kind === 'filemod' ? ofFile : undefined,
    dll: kind === 'modload' ? ofFile : undefined,
    registry: kind === 'regmod' ? { path: target } : undefined,
    ...(kind === 'netconn' ? connection(event) : {}),
    rule:
      kind === 'alert' || kind === 'watchlist'
        ? filled({ name: target, id: text('watchlist_id') })
        : undefined,
    carbonblack: { clock, type: kind, target, ...details },
  });
}

function typeOf({ kind, action }: TimelineEvent): string {
  if (kind === 'netconn') return 'connection';
  if (kind === 'modload' || action === 'started') return 'start';
  if (action === 'ended') return 'end';
  if (action.startsWith('created')) return 'creation';
  if (action.startsWith('deleted')) return 'deletion';
  if (kind === 'processblock') return 'denied';
  return kind === 'filemod' || kind === 'regmod' ? 'change' : 'info';
}

const directions: Readonly<Record<string, string>> = { inbound: 'ingress', outbound: 'egress' };

/** Source and destination as the direction has them; the other end is the remote one. */
function connection({ action, details }: TimelineEvent): Readonly<Record<string, unknown>> {
  const end = (side: 'local' | 'remote') =>
    filled({
      ip: details[`${side}_ip`],
      port: numeric(details[`${side}_port`]),
      domain: side === 'remote' ? details['domain'] : undefined,
    });
  const isInbound = action === 'inbound';
  const transport = String(details['protocol'] ?? '').toLowerCase();
  return {
    source: end(isInbound ? 'remote' : 'local'),
    destination: end(isInbound ? 'local' : 'remote'),
    network: filled({ direction: directions[action], transport }),
  };
}

function numeric(value: unknown): number | undefined {
  const number = Number(value);
  return value === undefined || !Number.isInteger(number) ? undefined : number;
}

/** Without what is empty: nothing, or an object of nothing. */
function filled(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => {
      if (value === undefined || value === '') return false;
      return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
    }),
  );
}

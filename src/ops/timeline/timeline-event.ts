import type { ProcessDocument } from '../../api/wire/process.ts';
import type { EventKind, ProcessEvent } from '../../api/wire/process-event.ts';
import { formatMicros, parseServerTime } from '../../text/age.ts';
import { toText } from '../../text/number.ts';
import type { SpooledEvent } from '../event-spool.ts';

/** Beside the events of a process: its start and end, alerts, hits of watchlists, and what the analysts did. */
export type TimelineKind = EventKind | 'process' | 'alert' | 'watchlist' | 'analyst';

/** Whose clock a time is of: the sensor's computer, the server, or the computer of the analyst. No two of them are the same. */
export type TimelineClock = 'sensor' | 'server' | 'analyst';

/** Something that happened, at a time in UTC by some clock. Empty where nobody knows. */
export interface TimelineEvent extends SpooledEvent {
  readonly kind: TimelineKind;
  readonly clock: TimelineClock;
  readonly hostname: string;
  readonly sensorId: number | undefined;
  readonly process: string;
  readonly username: string;
}

export type ProcessFacts = Pick<TimelineEvent, 'guid' | 'hostname' | 'sensorId' | 'process' | 'username'>;

export function factsOfProcess({ id, hostname, sensorId, name, username }: ProcessDocument): ProcessFacts {
  return { guid: id, hostname, sensorId, process: name, username };
}

export function eventOfProcess(event: ProcessEvent, facts: ProcessFacts): TimelineEvent {
  const { kind, time, timeMs, action, target, details } = event;
  return { kind, clock: 'sensor', time, timeMs, action, target, details, ...facts };
}

/** The time of a field of the server; undefined where it has none. */
export function timeOf(value: unknown): Pick<TimelineEvent, 'time' | 'timeMs'> | undefined {
  const time = toText(value) ?? '';
  const timeMs = parseServerTime(time);
  if (time === '') return undefined;
  return { time: timeMs === undefined ? time : formatMicros(time, timeMs), timeMs };
}

/** Without what is empty. */
export function filledDetails(
  details: Readonly<Record<string, string | number | boolean | undefined>>,
): TimelineEvent['details'] {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => value !== undefined && value !== ''),
  ) as TimelineEvent['details'];
}

import type { Sensor } from '../api/wire/sensor.ts';
import { formatBytes } from '../text/bytes.ts';
import { spanWords } from '../text/time-words.ts';

/** What was asked for and what the sensor reports, together (contract/sensors.md, "isolation state machine"). */
export type IsolationState = 'not isolated' | 'isolation pending' | 'isolated' | 'release pending';

export function isolationState({
  isolationWanted,
  isIsolated,
}: Pick<Sensor, 'isolationWanted' | 'isIsolated'>): IsolationState {
  if (isolationWanted) return isIsolated ? 'isolated' : 'isolation pending';
  return isIsolated ? 'release pending' : 'not isolated';
}

/** The state, and what a pending one waits for. `nowMs` is Unix ms by the server's clock. */
export function isolationWords(sensor: Sensor, nowMs: number): string {
  const state = isolationState(sensor);
  return state.endsWith('pending') ? `${state}: ${waitsFor(sensor, nowMs)}` : state;
}

/** What a change that takes effect at the next check-in waits for: `next check-in in 12 s`, `offline, last check-in 3 days ago`. */
export function waitsFor(sensor: Sensor, nowMs: number): string {
  if (sensor.isOnline) {
    const words = checkInWords(sensor, nowMs) || 'no check-in is announced';
    return words.endsWith(' late') ? `its check-in is ${words}` : words;
  }
  const status = sensor.status.toLowerCase() || 'of no known status';
  const last = sensor.lastCheckInMs;
  if (last === undefined) return `the sensor is ${status} and was never seen`;
  return `the sensor is ${status}, last check-in ${spanWords(nowMs - last)} ago`;
}

/** `next check-in in 12 s`, `3 min late`; of a sensor that is not online its last check-in; blank where the server does not say. */
export function checkInWords(
  { isOnline, nextCheckInMs, lastCheckInMs }: Pick<Sensor, 'isOnline' | 'nextCheckInMs' | 'lastCheckInMs'>,
  nowMs: number,
): string {
  if (isOnline && nextCheckInMs !== undefined) {
    const ms = nextCheckInMs - nowMs;
    if (ms >= 1000) return `next check-in in ${spanWords(ms)}`;
    return ms > -graceMs ? 'next check-in now' : `${spanWords(ms)} late`;
  }
  return lastCheckInMs === undefined ? '' : `last check-in ${spanWords(nowMs - lastCheckInMs)} ago`;
}

/** The times of the server and its clock, as its replies tell it, may be apart by so much. */
const graceMs = 2000;

/** `5 s ahead of the server`, `2 min behind the server`, `as the server's`; blank where it is not known. */
export function clockWords(deltaSeconds: number | undefined): string {
  if (deltaSeconds === undefined) return '';
  if (Math.abs(deltaSeconds) < 1) return "as the server's";
  return `${spanWords(deltaSeconds * 1000)} ${deltaSeconds > 0 ? 'ahead of' : 'behind'} the server`;
}

/** `100, Healthy`; `40, Elevated memory usage`. */
export function healthWords({ health, healthText }: Pick<Sensor, 'health' | 'healthText'>): string {
  return [...(health === undefined ? [] : [String(health)]), ...(healthText === '' ? [] : [healthText])].join(
    ', ',
  );
}

/** `12.0 KiB of events, 3.1 MiB of files`, `nothing`; blank where it is not known. */
export function backlogWords({
  eventBacklog,
  fileBacklog,
}: Pick<Sensor, 'eventBacklog' | 'fileBacklog'>): string {
  if (eventBacklog === undefined && fileBacklog === undefined) return '';
  const parts = [
    ...((eventBacklog ?? 0) > 0 ? [`${formatBytes(eventBacklog ?? 0)} of events`] : []),
    ...((fileBacklog ?? 0) > 0 ? [`${formatBytes(fileBacklog ?? 0)} of files`] : []),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

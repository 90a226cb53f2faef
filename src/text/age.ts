const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** The widest time a Date can hold. */
const lastMs = 8.64e15;

/** A length of time for people: `0.8s`, `42s`, `5m 03s`, `2h 07m`, `3d 04h`. */
export function formatDuration(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return '?';
  const sign = durationMs < 0 ? '-' : '';
  const ms = Math.abs(durationMs);
  if (ms < 9950 && ms % second !== 0) return `${sign}${(ms / second).toFixed(1)}s`;
  const seconds = Math.round(ms / second);
  if (seconds < 60) return `${sign}${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${sign}${minutes}m ${two(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${sign}${hours}h ${two(minutes % 60)}m`;
  return `${sign}${Math.floor(hours / 24)}d ${two(hours % 24)}h`;
}

/** Unix ms → `2014-12-10 21:32:21Z` for people; blank where no calendar has it. */
export function formatTimeUtc(ms: number): string {
  return isTime(ms) ? `${formatMillisUtc(ms).slice(0, -5)}Z` : '';
}

/** The same to the millisecond: `2014-12-10 21:32:21.646Z`. */
function formatMillisUtc(ms: number): string {
  return isTime(ms) ? new Date(ms).toISOString().replace('T', ' ') : '';
}

/** Which clock times are shown by: the local one says how far it is from UTC. */
export type Zone = 'utc' | 'local';

/** Unix ms for people: `2014-12-10 21:32:21Z`, or `2014-12-10 22:32:21+01:00`; to the millisecond where that is wanted. */
export function formatTime(ms: number, zone: Zone, millis = false): string {
  const format = millis ? formatMillisUtc : formatTimeUtc;
  if (zone === 'utc' || !isTime(ms)) return format(ms);
  const minutes = -new Date(ms).getTimezoneOffset();
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return format(ms + minutes * minute).replace('Z', offset);
}

/** Unix ms → `2014-12-10`; `?` for what is no date. */
export function formatDay(ms: number): string {
  return isTime(ms) ? new Date(ms).toISOString().slice(0, 10) : '?';
}

/** Unix ms → RFC 3339 for programs: `2014-12-10T21:32:21Z`, with `.646` where there are milliseconds. */
export function formatRfc3339(ms: number): string {
  return isTime(ms) ? new Date(ms).toISOString().replace('.000Z', 'Z') : '';
}

/**
 * A time of the wire as `2021-04-04T18:10:24.835000Z`, with what it says of a fraction of a second: the wire has five shapes, even in one list
 * (contract/process-events.md). As it is where no year of four digits has it.
 */
export function formatMicros(time: string, timeMs: number): string {
  const year = new Date(timeMs).getUTCFullYear();
  if (!Number.isFinite(year) || year < 0 || year > 9999) return time;
  const [, fraction = ''] = /\.(\d{1,9})/.exec(time) ?? [];
  return `${new Date(timeMs).toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

const isoLike =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const rfc822Like =
  /^(?:[a-z]{3},\s*)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))?\s+(GMT|UTC?|Z|[+-]\d{4})$/i;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A server's timestamp → Unix ms, or undefined for anything else; never throws. Reads every form of contract/values.md: ISO with 0
 * to 9 digits of a fraction, a blank for the `T`, a numeric zone or none (UTC), and `Wed, 05 Jan 2022 10:01:07 GMT`.
 */
export function parseServerTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const text = value.trim();
  const iso = isoLike.exec(text);
  if (iso !== null) {
    const [, year, month, date, hours, minutes, seconds, fraction = '', zone] = iso;
    const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
    return toMs(year, Number(month) - 1, date, hours, minutes, seconds, ms, zone);
  }
  const rfc = rfc822Like.exec(text);
  if (rfc === null) return undefined;
  const [, date, month = '', year, hours, minutes, seconds, zone] = rfc;
  return toMs(year, months.indexOf(month.toLowerCase()), date, hours, minutes, seconds, 0, zone);
}

type Digits = string | undefined;

function toMs(
  year: Digits,
  month: number,
  date: Digits,
  hours: Digits = '0',
  minutes: Digits = '0',
  seconds: Digits = '0',
  ms: number,
  zone: Digits,
): number | undefined {
  if (month < 0 || month > 11 || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60)
    return undefined;
  const time = new Date(0);
  time.setUTCFullYear(Number(year), month, Number(date));
  if (time.getUTCMonth() !== month || time.getUTCDate() !== Number(date)) return undefined;
  const clock = Number(hours) * hour + Number(minutes) * minute + Number(seconds) * second + ms;
  return time.getTime() + clock - offsetMs(zone);
}

function offsetMs(zone: string | undefined): number {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  if (parts === null) return 0;
  const size = Number(parts[2]) * hour + Number(parts[3] ?? 0) * minute;
  return parts[1] === '-' ? -size : size;
}

function isTime(ms: number): boolean {
  return Number.isFinite(ms) && Math.abs(ms) <= lastMs;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

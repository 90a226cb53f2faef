const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const units: Readonly<Record<string, number>> = { ms: 1, s: second, m: minute, h: hour, d: day, w: 7 * day };

/** Milliseconds: `30s`, `5m`, `1h30m`, `7d`, `500ms`; a bare number is seconds. */
export function parseDuration(word: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(word)) return whole(Number(word) * 1000);
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/i.test(word)) return undefined;
  let total = 0;
  for (const [, amount, unit] of word.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/gi))
    total += Number(amount) * (units[(unit ?? '').toLowerCase()] ?? 0);
  return whole(total);
}

/**
 * Unix ms of a time that somebody typed: an ISO date or date and time, one of this year without it, an hour of today (all in UTC where no
 * zone is named), `now`, `today`, `yesterday` (UTC calendar days), or how long ago: `-24h`, `7d`. A bare number is refused: it could be
 * many things. As the end of a period it is the last millisecond of the day, minute or second that is named: tables cut what is finer, and
 * what they show is found by it. `now` and an age are exact.
 */
export function parseTime(word: string, now: number, isEnd = false): number | undefined {
  const name = word.toLowerCase();
  const midnight = Math.floor(now / day) * day;
  const whole = isEnd ? day - 1 : 0;
  if (name === 'now') return now;
  if (name === 'today') return midnight + whole;
  if (name === 'yesterday') return midnight - day + whole;
  const ago = /^-?(\d.*[a-z])$/i.exec(word)?.[1];
  const duration = ago === undefined ? undefined : parseDuration(ago);
  return duration === undefined ? parseCalendar(word.trim(), now, isEnd) : now - duration;
}

const clock = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?`;
const dated = new RegExp(String.raw`^(?:(\d{4})-)?(\d\d)-(\d\d)(?:[T ]${clock})?$`, 'i');
const timed = new RegExp(`^${clock}$`, 'i');

/** An hour that names no zone: the clock of who typed it may say something else. */
export function lacksZone(word: string): boolean {
  const [hours, , , , zone] = partsOf(word.trim())?.slice(-5) ?? [];
  return hours !== undefined && zone === undefined;
}

/** Year, month and day unless it is an hour alone; then hour, minute, second, fraction and zone. */
function partsOf(text: string): readonly (string | undefined)[] | undefined {
  return dated.exec(text)?.slice(1) ?? timed.exec(text)?.slice(1);
}

function parseCalendar(text: string, now: number, isEnd: boolean): number | undefined {
  const parts = partsOf(text);
  if (parts === undefined) return undefined;
  const today = new Date(now);
  const thisYear = today.getUTCFullYear();
  const [year, month, date] =
    parts.length === 5
      ? [thisYear, today.getUTCMonth() + 1, today.getUTCDate()]
      : [Number(parts[0] ?? thisYear), Number(parts[1]), Number(parts[2])];
  const [hours, minutes = '0', seconds = '0', fraction = '', zone = 'Z'] = parts.slice(-5);
  const midnight = Date.UTC(year, month - 1, date);
  const back = new Date(midnight);
  const isSameDay =
    back.getUTCFullYear() === year && back.getUTCMonth() === month - 1 && back.getUTCDate() === date;
  const [h, m, s] = [Number(hours ?? 0), Number(minutes), Number(seconds)];
  const offset = zoneOffset(zone);
  if (!isSameDay || h > 23 || m > 59 || s > 59 || offset === undefined) return undefined;
  const start = midnight + h * hour + m * minute + s * second + Math.trunc(Number(`0.${fraction}0`) * 1000);
  return start - offset + (isEnd ? lengthOf(parts.slice(-5)) - 1 : 0);
}

/** Of what was named, in ms. */
function lengthOf([hours, , seconds, fraction]: readonly (string | undefined)[]): number {
  if (hours === undefined) return day;
  if (seconds === undefined) return minute;
  return fraction === undefined ? second : 10 ** Math.max(0, 3 - fraction.length);
}

function zoneOffset(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * hour + minutes * minute);
}

function whole(ms: number): number | undefined {
  const rounded = Math.round(ms);
  return Number.isSafeInteger(rounded) ? rounded : undefined;
}

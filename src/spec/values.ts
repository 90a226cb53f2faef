import { CbError } from '../errors/cb-error.ts';
import type { ParamKind } from './params.ts';

export interface ValueParam {
  readonly kind: ParamKind;
  readonly choices?: readonly string[];
}

/**
 * The value of one word for an operand or option, by its kind: a number (bytes for sizes, ms for durations, Unix ms for times), an
 * array for lists, text otherwise. `label` is how the errors name it (`--count`). Errors are `Usage`.
 */
export function parseValue(param: ValueParam, word: string, label: string, now: number): unknown {
  switch (param.kind) {
    case 'integer':
      return parseInteger(word) ?? refuse(label, 'a number', word);
    case 'pid':
    case 'commandId':
    case 'fileId':
    case 'session': {
      const id = parseInteger(word);
      return id !== undefined && id >= 0 ? id : refuse(label, 'a number', word);
    }
    case 'size':
      return parseSize(word) ?? refuse(label, 'a size such as 4096, 64k or 10M', word);
    case 'duration':
      return parseDuration(word) ?? refuse(label, 'a duration such as 30s, 5m or 2h', word);
    case 'time':
      return parseTime(word, now) ?? refuse(label, 'a time such as 2024-05-14, yesterday or -24h', word);
    case 'choice':
      return parseChoice(param.choices ?? [], word, label);
    case 'list':
      return parseList(param.choices, word, label);
    case 'text':
      return word;
    default:
      return word === '' ? refuse(label, 'a value', word) : word;
  }
}

/** Decimal or `0x…`, with a sign; undefined for all else and for what a number cannot hold exactly. */
export function parseInteger(word: string): number | undefined {
  if (!/^[+-]?(\d+|0x[\da-f]+)$/i.test(word)) return undefined;
  const digits = word.replace(/^[+-]/, '');
  const value = word.startsWith('-') && Number(digits) !== 0 ? -Number(digits) : Number(digits);
  return Number.isSafeInteger(value) ? value : undefined;
}

const sizeUnits: Readonly<Record<string, number>> = {
  '': 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/** Bytes: `4096`, `0x1000`, `64k`, `64KiB`, `64kB`, `1.5G`. Every unit is a power of 1024. */
export function parseSize(word: string): number | undefined {
  if (/^0x/i.test(word)) return parseInteger(word);
  const match = /^(\d+(?:\.\d+)?)([kmgt]?)(?:i?b)?$/i.exec(word);
  if (match === null) return undefined;
  const bytes = Math.round(Number(match[1]) * (sizeUnits[(match[2] ?? '').toLowerCase()] ?? 1));
  const isWhole = match[2] !== '' || !word.includes('.');
  return isWhole && Number.isSafeInteger(bytes) ? bytes : undefined;
}

const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** Milliseconds: `30s`, `5m`, `1h30m`, `7d`, `500ms`; a bare number is seconds. */
export function parseDuration(word: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(word)) return whole(Number(word) * 1000);
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/i.test(word)) return undefined;
  let total = 0;
  for (const [, amount, unit] of word.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/gi))
    total += Number(amount) * (durationUnits[(unit ?? '').toLowerCase()] ?? 0);
  return whole(total);
}

/**
 * Unix ms: an ISO date or date and time (UTC where it names no zone), `now`, `today`, `yesterday` (UTC calendar days), or how long ago:
 * `-24h`, `7d`. A bare number is refused: it could be many things.
 */
export function parseTime(word: string, now: number): number | undefined {
  const day = 86_400_000;
  const name = word.toLowerCase();
  const midnight = Math.floor(now / day) * day;
  if (name === 'now') return now;
  if (name === 'today') return midnight;
  if (name === 'yesterday') return midnight - day;
  const ago = /^-?(\d.*[a-z])$/i.exec(word)?.[1];
  const duration = ago === undefined ? undefined : parseDuration(ago);
  if (duration !== undefined) return now - duration;
  return parseIso(word);
}

/** An hour that names no zone: the clock of who typed it may say something else. */
export function lacksZone(word: string): boolean {
  return /\d[T ]\d\d:\d\d/i.test(word) && !/(?:Z|[+-]\d\d(?::?\d\d)?)$/i.test(word.trim());
}

function parseIso(word: string): number | undefined {
  const pattern =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
  const match = pattern.exec(word.trim());
  if (match === null) return undefined;
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((digits) => Number(digits ?? 0));
  const ms = Math.trunc(Number(`0.${match[7] ?? 0}`) * 1000);
  const unix = Date.UTC(year, month - 1, date, hour, minute, second, ms);
  const back = new Date(unix);
  const isSameDay =
    back.getUTCFullYear() === year && back.getUTCMonth() === month - 1 && back.getUTCDate() === date;
  const offset = zoneOffset(match[8] ?? 'Z');
  const isTimeOfDay = hour < 24 && minute < 60 && second < 60;
  return isSameDay && isTimeOfDay && offset !== undefined ? unix - offset : undefined;
}

function zoneOffset(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function parseChoice(choices: readonly string[], word: string, label: string): string {
  const exact = choices.find((choice) => choice === word);
  const found = exact ?? choices.find((choice) => choice.toLowerCase() === word.toLowerCase());
  return found ?? refuse(label, oneOf(choices), word);
}

function parseList(choices: readonly string[] | undefined, word: string, label: string): readonly string[] {
  const items = word
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) return refuse(label, 'values with commas between them', word);
  return choices === undefined ? items : items.map((item) => parseChoice(choices, item, label));
}

function oneOf(choices: readonly string[]): string {
  return choices.length === 1 ? String(choices[0]) : `one of ${choices.join(', ')}`;
}

function whole(ms: number): number | undefined {
  const rounded = Math.round(ms);
  return Number.isSafeInteger(rounded) ? rounded : undefined;
}

function refuse(label: string, wants: string, word: string): never {
  throw new CbError('Usage', `${label} wants ${wants}, not "${word}"`);
}

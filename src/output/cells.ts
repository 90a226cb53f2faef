import type { Cell, Column } from '../spec/result.ts';
import { formatDuration, formatRfc3339, formatTime, parseServerTime, type Zone } from '../text/age.ts';
import { formatBytes } from '../text/bytes.ts';
import { escapeLine } from '../text/escape.ts';
import { markLoneUnitsOfJson } from '../text/lone-units.ts';
import { shownMd5 } from '../text/md5.ts';
import { toNumber } from '../text/number.ts';

/** How cells are drawn for people. */
export interface CellLook {
  /** UTC when not said. */
  readonly times?: Zone | undefined;
}

/** A cell for people, escaped: one line without control characters. What is beyond `most` characters is not looked at. */
export function tableCell<T>(
  column: Column<T>,
  row: T,
  most = Number.POSITIVE_INFINITY,
  look: CellLook = {},
): string {
  const text = wholeCell(column, row, look);
  return escapeLine(text.length > most ? text.slice(0, most) : text);
}

/** The same before it is escaped. */
export function wholeCell<T>(column: Column<T>, row: T, look: CellLook): string {
  if (column.show !== undefined) return column.show(row);
  const value = column.of(row);
  if (typeof value === 'string' && column.as === undefined) return value;
  if (value === null || value === undefined || isMistyped(value, column)) return '';
  return forPeople(value, column, look);
}

/** A cell for programs, NOT escaped: RFC 3339, integers, numeric codes. tsv and csv escape and quote it. */
export function machineCell<T>(value: Cell, column: Column<T>): string {
  if (value === null || value === undefined || isMistyped(value, column)) return '';
  switch (column.as) {
    case 'unixSec':
    case 'iso':
    case 'isoMillis': {
      const ms = timeOf(value, column.as);
      return ms === undefined ? plain(value) : ms === 0 ? '' : withFraction(formatRfc3339(ms), value);
    }
    case 'hex32':
      return hex32(value) ?? plain(value);
    case 'flags':
      return flags(value) ?? plain(value);
    case 'md5':
      return shownMd5(plain(value));
    default:
      return plain(value);
  }
}

function isMistyped<T>(value: NonNullable<Cell>, { isPlain }: Column<T>): boolean {
  if (isPlain !== true || typeof value !== 'object') return false;
  return !Array.isArray(value) || value.some((item) => typeof item === 'object' && item !== null);
}

function forPeople<T>(value: NonNullable<Cell>, column: Column<T>, { times = 'utc' }: CellLook): string {
  switch (column.as) {
    case 'unixSec':
    case 'iso':
    case 'isoMillis': {
      const ms = timeOf(value, column.as);
      if (ms === undefined) return words(value);
      return ms === 0 ? '' : formatTime(ms, times, column.as === 'isoMillis');
    }
    case 'bytes': {
      const size = toNumber(value);
      return size === undefined ? words(value) : formatBytes(size);
    }
    case 'durationSec': {
      const seconds = toNumber(value);
      return seconds === undefined ? words(value) : formatDuration(seconds * 1000);
    }
    case 'hex32':
      return hex32(value) ?? words(value);
    case 'flags':
      return flags(value) ?? words(value);
    case 'md5':
      return shownMd5(words(value));
    default:
      return words(value);
  }
}

/** Unix ms; 0 where the wire says that it was never; undefined where it is no time (then it is shown as it is). */
function timeOf(value: Cell, as: 'unixSec' | 'iso' | 'isoMillis'): number | undefined {
  // One field has the one form on old servers and the other on newer ones.
  const ms = parseServerTime(value);
  if (ms !== undefined) return ms;
  const seconds = toNumber(value);
  return as !== 'unixSec' && (seconds === undefined || seconds < firstSeconds) ? undefined : epochMs(value);
}

/** 1973: a smaller number where a timestamp belongs is something else. */
const firstSeconds = 1e8;

function epochMs(value: Cell): number | undefined {
  const seconds = toNumber(value);
  const ms = seconds === undefined ? undefined : Math.round(seconds * 1000);
  return ms === undefined || ms === 0 || formatRfc3339(ms) !== '' ? ms : undefined;
}

/** What a timestamp has beyond milliseconds: events are told apart by it. */
function withFraction(rfc3339: string, value: Cell): string {
  const [, finer = ''] = (typeof value === 'string' && /[.,]\d{3}(\d{1,6}?)0*(?!\d)/.exec(value)) || [];
  if (finer === '' || /^0+$/.test(finer)) return rfc3339;
  const ms = /(\.\d{3})?Z$/.exec(rfc3339)?.[1] ?? '.000';
  return `${rfc3339.replace(/(\.\d{3})?Z$/, '')}${ms}${finer}Z`;
}

function hex32(value: Cell): string | undefined {
  const code = toNumber(value);
  return code === undefined ? undefined : `0x${(code >>> 0).toString(16).padStart(8, '0')}`;
}

function flags(value: Cell): string | undefined {
  return Array.isArray(value) ? value.map(plain).join(' ') : undefined;
}

function words(value: NonNullable<Cell>): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.map(plain).join(', ');
  return plain(value);
}

function plain(value: Cell): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? markLoneUnitsOfJson(JSON.stringify(value)) : String(value);
}

import { QueryError, type Value } from './syntax.ts';

/** From and to, both included. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

const everything: Span = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/** Counts and other whole numbers; undefined for `*`, which asks only that there is a value. @throws QueryError. */
export function numberSpan(value: Value): Span | undefined {
  return spanOf(value, whole);
}

/** The same for scores, which have fractions. @throws QueryError. */
export function decimalSpan(value: Value): Span | undefined {
  return spanOf(value, decimal);
}

function spanOf(value: Value, read: (text: string) => number): Span | undefined {
  if (value.kind === 'range') {
    return {
      low: value.low === '*' ? everything.low : read(value.low),
      high: value.high === '*' ? everything.high : read(value.high),
    };
  }
  if (/^\*+$/.test(value.text)) return undefined;
  const number = read(value.text);
  return { low: number, high: number };
}

function whole(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new QueryError(`no number: ${text}`);
  return Number(text);
}

function decimal(text: string): number {
  if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(text)) throw new QueryError(`no number: ${text}`);
  return Number(text);
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };
const dayMs = 86_400_000;

/**
 * Dates, in Unix milliseconds: a day, the 24 hours that follow an instant, the time since (`-24h`, `-30m`, `-10s`), a
 * range. Undefined for `*`. @throws QueryError.
 */
export function dateSpan(value: Value, nowMs: number): Span | undefined {
  if (value.kind === 'range') {
    return {
      low: value.low === '*' ? everything.low : instant(value.low, nowMs),
      high: value.high === '*' ? everything.high : instant(value.high, nowMs),
    };
  }
  if (/^\*+$/.test(value.text)) return undefined;
  const ago = relative(value.text, nowMs);
  if (ago !== undefined) return { low: ago, high: nowMs };
  const low = instant(value.text, nowMs);
  return { low, high: low + dayMs - 1 };
}

function relative(text: string, nowMs: number): number | undefined {
  const match = /^-(\d{1,9})([hms])$/.exec(text);
  return match === null ? undefined : nowMs - Number(match[1]) * (units[match[2] ?? ''] ?? 0);
}

/** A day or a moment, in UTC whether it says so or not. */
export function instant(text: string, nowMs: number): number {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?))?Z?$/i.exec(text);
  const ms = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`);
  const found = Number.isNaN(ms) ? relative(text, nowMs) : ms;
  if (found === undefined) throw new QueryError(`no date: ${text}`);
  return found;
}

import type { Facet } from '../spec/result.ts';
import { formatTimeUtc, parseServerTime } from '../text/age.ts';
import { escapeLine } from '../text/escape.ts';
import { truncateToWidth } from '../text/width.ts';
import type { Drawing } from './drawing.ts';

const high = 8;
const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const leastWide = 40;
const mostOfBar = 5;
/** `2016-10-25 14:08Z`. */
const timeLength = 17;

/** Counts over time: a line that says how many and when most, with all of it in one row, and columns over an axis. */
export function drawTimeChart(
  { field, over, entries }: Facet,
  { style, isTTY, columns }: Pick<Drawing, 'style' | 'isTTY' | 'columns'>,
): string {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return '';
  const width = isTTY ? Math.max(leastWide, columns()) : 100;
  const margin = String(entries.reduce((most, { value }) => Math.max(most, value), 0)).length + 2;
  const room = width - margin;
  const { bars, each, together } = inColumns(entries, room);
  const most = bars.reduce((largest, { value }) => Math.max(largest, value), 0);
  const total = entries.reduce((sum, { value }) => sum + value, 0);
  const top = entries.reduce((best, entry) => (entry.value > best.value ? entry : best), first);
  const spark = bars.map(({ value }) => eighths[level(value, most, 8)]).join('');
  const merged = together > 1 ? `, ${together} of them a column` : '';
  const head = `${field}: ${total} by ${over?.stepWords ?? '?'}${merged}, most ${top.value} at ${timeOf(top.name)}`;
  const lines = Array.from({ length: high }, (_, row) => {
    const floor = (high - 1 - row) * 8;
    const label = row === 0 ? String(most) : row === high - 1 ? '0' : '';
    const drawn = bars
      .map(({ value }) => {
        const mark = eighths[Math.min(8, Math.max(0, level(value, most, high * 8) - floor))] ?? ' ';
        return mark.repeat(Math.max(1, each - 1)) + (each > 1 ? ' ' : '');
      })
      .join('')
      .trimEnd();
    return `${style.dim(`${label.padStart(margin - 2)} │`)}${style.ok(drawn)}`.trimEnd();
  });
  const axis = `${' '.repeat(margin - 2)} └${'─'.repeat(bars.length * each)}`;
  const labels = `${' '.repeat(margin)}${axisLabels(bars, each, room)}`.trimEnd();
  return [
    style.heading(truncateToWidth(escapeLine(head), width)),
    style.ok(spark),
    '',
    ...lines,
    style.dim(axis),
    style.dim(labels),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

interface Bar {
  readonly name: string;
  readonly value: number;
}

/** Periods side by side, several in one column where there is no room for each. */
function inColumns(
  entries: readonly Bar[],
  room: number,
): { readonly bars: readonly Bar[]; readonly together: number; readonly each: number } {
  const together = Math.ceil(entries.length / room);
  const bars: Bar[] = [];
  for (let at = 0; at < entries.length; at += together) {
    const some = entries.slice(at, at + together);
    bars.push({ name: some[0]?.name ?? '', value: some.reduce((sum, { value }) => sum + value, 0) });
  }
  return { bars, together, each: Math.max(1, Math.min(mostOfBar, Math.floor(room / bars.length))) };
}

/** What is there can be seen, be it one of thousands. */
function level(value: number, most: number, of: number): number {
  return value <= 0 ? 0 : Math.max(1, Math.round((value / most) * of));
}

function axisLabels(bars: readonly Bar[], each: number, room: number): string {
  let labels = '';
  for (const [at, { name }] of bars.entries()) {
    const place = at * each;
    const label = timeOf(name);
    const isFree = labels === '' || place >= labels.length + 3;
    if (isFree && place + timeLength <= room) labels = `${labels.padEnd(place)}${label}`;
  }
  return labels;
}

/** To the minute. */
function timeOf(name: string): string {
  const ms = parseServerTime(name);
  return ms === undefined ? escapeLine(name) : `${formatTimeUtc(ms).slice(0, 16)}Z`;
}

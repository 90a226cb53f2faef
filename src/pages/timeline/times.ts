export interface Range {
  /** Unix ms. */
  readonly from: number;
  readonly to: number;
}

export interface Tick {
  readonly t: number;
  readonly label: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14].map((count) => count * day),
];
const monthSteps: readonly number[] = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000, 12_000];

/** `3.5 h`. */
export function span(ms: number): string {
  const units = [
    [day, 'd'],
    [hour, 'h'],
    [minute, 'min'],
    [second, 's'],
  ] as const;
  for (const [length, name] of units) {
    if (ms >= length) return `${(ms / length).toLocaleString('en', { maximumFractionDigits: 1 })} ${name}`;
  }
  return `${Math.round(ms)} ms`;
}

/** `2016-10-25 14:08:49.651Z`; `?` for what is no time. */
export function utc(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? '?' : time.toISOString().replace('T', ' ');
}

/** Round places of time in a period: at most so many, from milliseconds to years. */
export function ticks(range: Range, most: number): readonly Tick[] {
  const length = range.to - range.from;
  const step = steps.find((each) => length / each <= most);
  return step === undefined ? monthTicks(range, most) : evenTicks(range, step);
}

function evenTicks({ from, to }: Range, step: number): readonly Tick[] {
  const [start, end] = labelPart(step);
  const found: Tick[] = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step)
    found.push({ t, label: utc(t).slice(start, end) });
  return found;
}

function labelPart(step: number): readonly [number, number] {
  if (step >= day) return [0, 10];
  if (step >= minute) return [5, 16];
  return step >= second ? [11, 19] : [11, 23];
}

function monthTicks({ from, to }: Range, most: number): readonly Tick[] {
  const months = monthSteps.find((each) => (to - from) / (each * 30 * day) <= most) ?? 60_000;
  const start = new Date(from);
  const found: Tick[] = [];
  let month = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  for (; found.length < 100; month += months) {
    const t = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (!(t <= to)) break;
    if (t >= from)
      found.push({ t, label: months >= 12 ? `${new Date(t).getUTCFullYear()}` : utc(t).slice(0, 7) });
  }
  return found;
}

/** A part of the axis in which something happens: on it time is linear. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** On the picture. */
  readonly from: number;
  readonly to: number;
}

/** Nothing that short is left out. */
const leastGapMs = 30 * 60_000;
const mostStretches = 6;
/** Between two stretches, for the words that say how long nothing happened. */
const between = 96;
/** Of a stretch in which all happens at once. */
const narrowest = 60;

/** Cuts the time between the first and the last of these moments, which are in order, where nothing happens for long. */
export function stretches(
  timesMs: readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly Stretch[] {
  const gaps = timesMs
    .map((time, index) => ({ index, ms: time - (timesMs[index - 1] ?? time) }))
    .filter(({ ms }) => ms >= leastGapMs)
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, mostStretches - 1);
  const starts = [0, ...gaps.map(({ index }) => index).toSorted((a, b) => a - b)];
  const parts = starts.map((start, number) => {
    const some = timesMs.slice(start, starts[number + 1]);
    return { fromMs: some[0] ?? 0, toMs: some.at(-1) ?? 0, count: some.length };
  });
  const room = to - from - (parts.length - 1) * between - parts.length * narrowest;
  // By how much is told in them more than by how long they are: a night of waiting says little.
  const weights = parts.map(({ fromMs, toMs, count }) =>
    toMs === fromMs ? 0 : Math.sqrt(count) * Math.log2(2 + (toMs - fromMs) / 60_000),
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let x = from;
  return parts.map(({ fromMs, toMs }, index) => {
    const wide = narrowest + (all === 0 ? 0 : (room * (weights[index] ?? 0)) / all);
    const stretch = { fromMs, toMs, from: x, to: x + wide };
    x += wide + between;
    return stretch;
  });
}

/** Where a moment lies. */
export function xOf(axis: readonly Stretch[], timeMs: number): number {
  const stretch = axis.find(({ toMs }) => timeMs <= toMs) ?? axis.at(-1);
  if (stretch === undefined) return 0;
  const { fromMs, toMs, from, to } = stretch;
  return toMs === fromMs ? from : from + ((timeMs - fromMs) / (toMs - fromMs)) * (to - from);
}

import { diff } from 'node:util';

/** Further apart than so many lines, what lies between the first and the last difference is shown as changed in whole. */
const mostCompared = 2000;
/** Lines around a change that are the same. */
const context = 3;

type Step = readonly [sign: ' ' | '-' | '+', line: string];

/** What differs between two texts, as lines of a unified diff: `@@ -1,3 +1,4 @@`, then each line behind a blank, `-` or `+`. None for equal texts. */
export function lineDiff(before: string, after: string): readonly string[] {
  const all = stepsOf(before.split('\n'), after.split('\n'));
  const lines: string[] = [];
  let [old, fresh] = [1, 1];
  for (let at = 0; at < all.length; ) {
    const hunk = hunkAt(all, at);
    const skipped = hunk === undefined ? all.length - at : hunk.start - at;
    old += skipped;
    fresh += skipped;
    if (hunk === undefined) break;
    const steps = all.slice(hunk.start, hunk.end);
    const [gone, come] = [
      steps.filter(([sign]) => sign !== '+').length,
      steps.filter(([sign]) => sign !== '-').length,
    ];
    lines.push(`@@ -${old},${gone} +${fresh},${come} @@`, ...steps.map(([sign, line]) => sign + line));
    old += gone;
    fresh += come;
    at = hunk.end;
  }
  return lines;
}

function stepsOf(before: readonly string[], after: readonly string[]): readonly Step[] {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const [gone, come] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const same = (lines: readonly string[]): readonly Step[] => lines.map((line) => [' ', line]);
  return [...same(before.slice(0, head)), ...middle(gone, come), ...same(before.slice(before.length - tail))];
}

function middle(gone: readonly string[], come: readonly string[]): readonly Step[] {
  if (gone.length === 0 || come.length === 0 || gone.length + come.length > mostCompared)
    return [...gone.map((line): Step => ['-', line]), ...come.map((line): Step => ['+', line])];
  return diff(gone, come).map(([where, line]): Step => [where === 0 ? ' ' : where > 0 ? '-' : '+', line]);
}

/** The next change with what is around it, and with those that are so near that they would share a line. */
function hunkAt(
  steps: readonly Step[],
  from: number,
): { readonly start: number; readonly end: number } | undefined {
  const first = nextChange(steps, from);
  if (first === undefined) return undefined;
  let last = first;
  for (let next = nextChange(steps, last + 1); next !== undefined; next = nextChange(steps, last + 1)) {
    if (next - last > 2 * context) break;
    last = next;
  }
  return { start: Math.max(from, first - context), end: Math.min(steps.length, last + context + 1) };
}

function nextChange(steps: readonly Step[], from: number): number | undefined {
  let at = from;
  while (steps[at]?.[0] === ' ') at += 1;
  return at < steps.length ? at : undefined;
}

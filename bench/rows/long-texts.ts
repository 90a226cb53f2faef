import { shapes, timeAll, works } from '../support/long-texts.ts';
import type { Row } from '../support/table.ts';

const lengths = [10_000, 100_000, 1_000_000];
/** A text a hundred times as long may take so many times as long: a few hundred is noise, ten thousand is the square. */
const mostRatio = 1000;
/** What takes less is no measure: it counts as this. */
const leastMs = 1;

/** Text that the other side chooses takes time by its length: every work on every shape at 1e4, 1e5 and 1e6 characters. */
export async function longTexts(): Promise<readonly Row[]> {
  const worst = new Map<
    string,
    { readonly ratio: number; readonly shape: string; readonly ms: readonly number[] }
  >();
  for (const { work, shape, ms } of timeAll(lengths)) {
    const ratio = ratioOf(ms);
    const before = worst.get(work);
    if (before === undefined || ratio > before.ratio) worst.set(work, { ratio, shape, ms });
  }
  const over = [...worst].filter(([, { ratio }]) => ratio > mostRatio);
  const [work = '', { ratio, shape, ms }] = [...worst].toSorted(([, a], [, b]) => b.ratio - a.ratio)[0] ?? [
    undefined,
    { ratio: Number.NaN, shape: '', ms: [] },
  ];
  return [
    {
      what: `${Object.keys(works).length} works on ${shapes.length} shapes of text, 1e4 to 1e6 characters`,
      figure: `at most ${ratio.toFixed(1)} times as long for a hundred times as much`,
      limit: `${mostRatio} times`,
      ok: over.length === 0,
      note:
        over.length === 0
          ? `${work}, of ${JSON.stringify(shape)}: ${ms.map((each) => each.toFixed(1)).join(', ')} ms`
          : over.map(([name, { shape: of }]) => `${name}, of ${JSON.stringify(of)}`).join('; '),
    },
  ];
}

/** Of the longest to the shortest; endless where a length was given up. */
function ratioOf(ms: readonly number[]): number {
  if (ms.length < lengths.length) return Number.POSITIVE_INFINITY;
  const [first = 0, last = 0] = [ms[0], ms.at(-1)];
  return last / Math.max(first, leastMs);
}

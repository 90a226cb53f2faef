import { describe, expect, test } from 'vitest';
import type { Document } from '../../src/api/document.ts';
import type { Counted, FoundFacets, SearchParams } from '../../src/api/page.ts';
import { type CountedIndex, timeHistogram } from '../../src/ops/time-histogram.ts';

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.UTC(2024, 0, 1);

interface Fake extends CountedIndex {
  readonly queries: string[];
}

/** An index that understands the terms of a histogram: `start:[A TO B]`, `-start:[A TO *]`, `start:*`. */
function index(
  startsMs: readonly (number | undefined)[],
  facets: readonly (readonly [name: string, value: number])[] = [],
  change: (total: number, asked: number) => number = (total) => total,
): Fake {
  const queries: string[] = [];
  const read = (text: string): number => (text === '*' ? Number.NaN : Date.parse(`${text}Z`));
  const found = (q: string): readonly (number | undefined)[] =>
    startsMs.filter((ms) => {
      for (const [, not, from = '', to = ''] of q.matchAll(/(-?)start:\[(\S+) TO (\S+)\]/g)) {
        const isIn = ms !== undefined && !(ms < read(from)) && !(ms > read(to));
        if (isIn === (not === '-')) return false;
      }
      return !/(?:^| )start:\*/.test(q) || ms !== undefined;
    });
  const textOf = (params: SearchParams): string => String(params['q']);
  return {
    queries,
    async count(params): Promise<Counted> {
      queries.push(textOf(params));
      return { total: change(found(textOf(params)).length, queries.length), isIncomplete: false, hidden: [] };
    },
    async *pages(params) {
      const sorted = found(textOf(params)).toSorted((a, b) => (a ?? 0) - (b ?? 0));
      const ms = String(params['sort']).endsWith('desc') ? sorted.at(-1) : sorted[0];
      const field = () => (ms === undefined ? undefined : new Date(ms).toISOString());
      const documents = [{ field } as unknown as Document];
      yield { documents, total: sorted.length, isIncomplete: false, hidden: [] } as never;
    },
    async facets(): Promise<FoundFacets> {
      const entries = facets.map(([name, value]) => ({
        name,
        value,
        percent: undefined,
        ratio: undefined,
        wire: {},
      }));
      return { facets: [{ field: 'start', entries }], isIncomplete: false, hidden: [] };
    },
  };
}

const work = (stepMs?: number) => ({
  params: {},
  text: 'a or b',
  field: 'start',
  stepMs,
  signal: new AbortController().signal,
  onProgress: () => undefined,
});

const countsOf = async (fake: CountedIndex, stepMs?: number) =>
  (await timeHistogram(fake, work(stepMs))).buckets.map(({ count }) => count);

describe('a histogram over time', () => {
  test('counts each hit in its period, what lies on the edge of two in the later one', async () => {
    const starts = [0, 1, hour - 1, hour, 2 * hour - 500, 2 * hour, 5 * hour].map((ms) => begin + ms);
    const fake = index(starts);
    const made = await timeHistogram(fake, work(hour));
    expect(made.buckets.map(({ count }) => count)).toEqual([3, 2, 1, 0, 0, 1]);
    expect(made.buckets[0]?.fromMs).toBe(begin);
    expect(made).toMatchObject({ by: 'searches', undated: 0, hasMoved: false });
    // What alternatives the query has stand in parentheses.
    expect(fake.queries.at(-1)).toMatch(/^start:\[.*\] -start:\[.* TO \*\] \(a or b\)$/);
  });

  test('is that of the hits, wherever they lie', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const starts = Array.from(
        { length: 40 },
        (_, at) => begin + ((seed * 7919 * (at + 1) * 104_729) % (6 * day)),
      );
      const made = await timeHistogram(index(starts), work(hour));
      for (const { fromMs, count } of made.buckets)
        expect(count).toBe(starts.filter((ms) => ms >= fromMs && ms < fromMs + hour).length);
    }
  });

  test('asks for few periods where there are few hits', async () => {
    const fake = index([begin, begin + 700 * hour]);
    expect((await countsOf(fake, hour)).filter((count) => count > 0)).toEqual([1, 1]);
    expect(fake.queries.length).toBeLessThan(25);
  });

  test('takes days from the facet of the server, where that has all of them', async () => {
    const starts = [0, 1, 2].map((days) => begin + days * day + hour);
    const name = (days: number) => new Date(begin + days * day).toISOString();
    const whole = index(starts, [
      [name(0), 1],
      [name(1), 1],
      [name(2), 1],
      ['0', 0],
    ]);
    expect(await timeHistogram(whole, work(day))).toMatchObject({ by: 'facet' });
    expect(await countsOf(whole, 7 * day)).toEqual([3]);
    // The second search is that for those with a time.
    expect(whole.queries.length).toBe(4);
  });

  test.each([
    ['lacks a day', [['2024-01-01T00:00:00Z', 2]]],
    ['has other periods than days', [['2024-01-01T10:00:00Z', 3]]],
    ['has names that are no times', [['monday', 3]]],
    ['has a day that no hit is of', [['2019-01-01T00:00:00Z', 3]]],
  ] as const)('counts by searches where the facet %s', async (_how, facets) => {
    const starts = [begin, begin + day, begin + 2 * day];
    expect(await timeHistogram(index(starts, facets), work(day))).toMatchObject({
      by: 'searches',
      buckets: [{ count: 1 }, { count: 1 }, { count: 1 }],
    });
  });

  test('says that hits came meanwhile, where a part has more than the whole', async () => {
    const fake = index([begin, begin + 3 * hour], [], (total, asked) => (asked === 3 ? 5 : total));
    expect(await timeHistogram(fake, work(hour))).toMatchObject({ hasMoved: true });
  });

  test('counts those without a time by themselves', async () => {
    const made = await timeHistogram(index([begin, undefined, undefined]), work());
    expect(made).toMatchObject({ undated: 2, stepMs: hour });
    expect(made.buckets).toHaveLength(1);
    expect((await timeHistogram(index([]), work())).buckets).toEqual([]);
    expect(await timeHistogram(index([undefined]), work())).toMatchObject({ buckets: [], undated: 1 });
  });

  test('of many hits in the hours of a year is refused, and says which step does', async () => {
    const starts = Array.from({ length: 200 }, (_, at) => begin + at * 1.9 * day);
    await expect(timeHistogram(index(starts), work(hour))).rejects.toMatchObject({
      kind: 'Usage',
      hint: expect.stringContaining('a step of 24 h'),
    });
  });

  test('a server that counts hits and gives none has answered badly', async () => {
    const fake = { ...index([begin]), async *pages() {} };
    await expect(timeHistogram(fake, work())).rejects.toMatchObject({ kind: 'BadReply' });
  });
});

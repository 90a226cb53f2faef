import { expect, test } from 'vitest';
import { labForTest } from '../support/lab.ts';

const now = Date.parse('2024-05-14T09:30:00Z');
const path = '/api/v1/process?cb.urlver=1&q=&rows=500&sort=last_server_update%20desc';

type Reply = { readonly total_results: number; readonly results: readonly Record<string, unknown>[] };

async function grown(steps: readonly number[], arrivals = 20) {
  const { lab, get } = await labForTest({ now, processes: 400, arrivals });
  const replies: Reply[] = [];
  for (const seconds of steps) {
    lab.advance(seconds);
    replies.push((await get(path)).json as unknown as Reply);
  }
  return replies;
}

const sinceStart = (reply: Reply | undefined) =>
  (reply?.results ?? [])
    .filter(({ last_server_update: at }) => Date.parse(String(at)) > now + 2000)
    .filter(({ last_server_update: at }) => Date.parse(String(at)) < now + 500_000)
    .map(({ unique_id: id, start, terminated }) => ({ id, start, terminated }));

test('documents come as time goes by, the same however often one looks', async () => {
  const [once] = await grown([600]);
  const often = await grown(Array.from({ length: 12 }, () => 50));
  expect(sinceStart(once).length).toBeGreaterThan(100);
  expect(sinceStart(often.at(-1))).toEqual(sinceStart(once));
  const totals = often.map(({ total_results: total }) => total);
  expect(totals).toEqual(totals.toSorted((a, b) => a - b));
  expect(new Set(totals).size).toBeGreaterThan(10);
});

test('segments of a process go on from the one before', async () => {
  const [reply] = await grown([600]);
  const byProcess = Map.groupBy(reply?.results ?? [], ({ id }) => String(id));
  const several = [...byProcess.values()].filter((rows) => rows.length > 2);
  expect(several.length).toBeGreaterThan(3);
  for (const rows of several) {
    expect(new Set(rows.map(({ start }) => start)).size).toBe(1);
    expect(rows.slice(1).filter(({ terminated }) => terminated === true)).toEqual([]);
  }
});

test('nothing comes where that was not asked for, or there is nothing to go by', async () => {
  const [before, after] = await grown([0, 600], 0);
  expect(after?.total_results).toBe(before?.total_results);
  const { lab, get } = await labForTest({ now, processes: 0, arrivals: 20 });
  lab.advance(600);
  expect((await get(path)).json['total_results']).toBe(0);
});

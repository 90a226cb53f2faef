import { afterAll, describe, expect, test } from 'vitest';
import type { LabOptions, RunningLab } from '../../../src/lab/lab.ts';
import { startLab } from '../../../src/lab/start.ts';

const labs: RunningLab[] = [];
afterAll(() => Promise.all(labs.map((lab) => lab.stop())));

const now = Date.parse('2024-05-14T09:30:00Z');

async function started(options: LabOptions = {}): Promise<RunningLab> {
  const lab = await startLab({ tls: false, now, seed: 3, processes: 1200, sharesHistory: true, ...options });
  labs.push(lab);
  return lab;
}

async function asked({ url, token }: RunningLab, q: string): Promise<unknown> {
  const path = `/api/v1/process?sort=start%20desc&rows=50&q=${encodeURIComponent(q)}`;
  const reply = await fetch(`${url}${path}`, { headers: { 'X-Auth-Token': token } });
  const { total_results, results } = (await reply.json()) as { total_results: number; results: unknown[] };
  return { total_results, results };
}

describe('a history that labs of one process share', () => {
  test('says what that of each would, and outlives the lab that made it', async () => {
    const queries = ['os_type:windows', 'modload_count:[1 TO *]', 'is_64bit_filewrite:true', 'domain:*.com'];
    const own = await started({ sharesHistory: false });
    const wanted = await Promise.all(queries.map((query) => asked(own, query)));
    const first = await started();
    expect(await Promise.all(queries.map((query) => asked(first, query)))).toEqual(wanted);
    await first.stop();
    const second = await started();
    expect(await Promise.all(queries.map((query) => asked(second, query)))).toEqual(wanted);
  });

  test('is that of another seed, time, count or age for nobody', async () => {
    const all = (lab: RunningLab) => asked(lab, '');
    const shared = await all(await started());
    for (const other of [
      { seed: 4 },
      { now: now - 86_400_000 },
      { processes: 1500 },
      { era: '5.2' as const },
    ]) {
      const found = await all(await started(other));
      expect(found).toEqual(await all(await started({ ...other, sharesHistory: false })));
      expect(found, JSON.stringify(other)).not.toEqual(shared);
    }
  });

  test('is none where documents come', async () => {
    const growing = await started({ arrivals: 600 });
    const still = await started();
    const before = await asked(still, '');
    growing.advance(600);
    expect(await asked(growing, '')).not.toEqual(before);
    expect(await asked(still, '')).toEqual(before);
  });
});

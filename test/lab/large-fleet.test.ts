import { describe, expect, test } from 'vitest';
import { labForTest } from './support/lab.ts';

describe('a large fleet', () => {
  test('is paged through by thousands, everyone once and in order', async () => {
    const lab = await labForTest({ sensors: 10_000, processes: 0 });
    const seen = new Set<unknown>();
    const names: string[] = [];
    for (let start = 0; start < 10_000; start += 1000) {
      const { json } = await lab.get(
        `/api/v2/sensor?start=${start}&rows=1000&sort.col=computer_name&sort.dir=asc`,
      );
      expect(json['total_results']).toBe(10_000);
      for (const row of json['results'] as Record<string, unknown>[]) {
        seen.add(row['id']);
        names.push(String(row['computer_name']));
      }
    }
    expect(seen.size).toBe(10_000);
    expect(names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name)).toBe(true);
  });

  test('shows a change in the very next page', async () => {
    const lab = await labForTest({ sensors: 2000, processes: 0 });
    const last = '/api/v2/sensor?start=0&rows=1&sort.col=group_id&sort.dir=asc&hostname=WIN-EP7';
    expect((await lab.get(last)).json['results']).toMatchObject([{ group_id: 1 }]);
    await lab.put('/api/v1/sensor/10', { group_id: 3 });
    expect((await lab.get(last)).json['results']).toMatchObject([{ group_id: 3 }]);
    expect((await lab.get(`${last}&groupid=1`)).json['total_results']).toBe(0);
  });

  test('is of many kinds', async () => {
    const lab = await labForTest({ sensors: 2000, processes: 0 });
    const { list } = await lab.get('/api/v1/sensor');
    const kinds = (field: string) => new Set(list.map((one) => one[field]));
    expect(kinds('status')).toEqual(new Set(['Online', 'Offline', 'Uninstall Pending', 'Uninstalled']));
    expect(kinds('sensor_health_message').size).toBeGreaterThan(5);
    expect(kinds('power_state')).toEqual(new Set([0, 1, 2]));
    expect(kinds('supports_isolation')).toEqual(new Set([true, false]));
    const deltas = list.map((one) => Math.abs(Number(one['clock_delta'])));
    expect(deltas.filter((delta) => delta > 60).length).toBeGreaterThan(20);
    expect(deltas.filter((delta) => delta <= 3).length).toBeGreaterThan(1800);
    const backlogs = list.map((one) => Number(one['num_eventlog_bytes']));
    expect(backlogs.filter((bytes) => bytes > 64 * 1024 * 1024).length).toBeGreaterThan(10);
  });
});

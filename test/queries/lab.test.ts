import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
});
afterAll(() => world.end());

test('cbq process --all gives each segment that is counted, once', async () => {
  const counted = await world.run('cbq process --count --json');
  const { total_results: total } = JSON.parse(counted.stdout);
  const { stdout } = await world.run('cbq process --all --fields unique_id');
  const ids = stdout.trim().split('\n');
  expect(total).toBeGreaterThan(100);
  expect(ids).toHaveLength(total);
  expect(new Set(ids).size).toBe(total);
});

test('every alert is found again by the time and the severity that the table shows of it', async () => {
  const { stdout } = await world.run('cbq alert --limit 200', { tty: true, columns: 120 });
  const shown = [...stdout.matchAll(/^\s*((?:\d{4}-)?\d\d-\d\d(?: \d\d:\d\dZ)?) +(\d+) .*?(\S+)$/gm)];
  expect(shown.length).toBeGreaterThan(20);
  for (const [, time, severity, id] of shown.slice(0, 20)) {
    const options = `--since "${time}" --until "${time}" --severity ${severity} --fields unique_id`;
    expect((await world.run(`cbq alert ${options}`)).stdout).toContain(id);
  }
});

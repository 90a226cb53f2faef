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

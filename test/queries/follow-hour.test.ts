import { afterAll, beforeAll, expect, test } from 'vitest';
import { mostLateMs } from '../../src/lab/history/arrivals.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

const begin = Date.parse('2024-05-14T09:30:00Z');
const minute = 60_000;
const perMinute = 12;

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld({ arrivals: perMinute });
});
afterAll(() => world.end());

interface Hit {
  readonly id: string;
  readonly segment_id: number;
  readonly last_server_update: string;
}

async function hitsOf(line: string): Promise<readonly Hit[]> {
  const { exitCode, stdout, stderr } = await world.run(`${line} -o ndjson`);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
}

const keyOf = ({ id, segment_id }: Hit) => `${id} ${segment_id}`;
const until = (ms: number) => `--until ${new Date(begin + ms).toISOString()}`;

// All of it over HTTPS to a lab whose history grows by its clock, which is that of the program.
test('an hour of it misses nothing and repeats nothing, with segments that are found late', async () => {
  const follow = (ms: number) => hitsOf(`cbq process --follow --interval 1m --state seen.json ${until(ms)}`);
  const hour = await follow(60 * minute);
  const rest = await follow(62 * minute);
  world.lab.advance(mostLateMs / 1000);
  const since = new Date(begin).toISOString();
  const there = await hitsOf(`cbq process --all --min-last-server-update ${since}`);
  const arrived = there.filter(({ last_server_update: at }) => Date.parse(at) < begin + 61 * minute);
  const seen = [...hour, ...rest].map(keyOf);
  expect(arrived.length).toBeGreaterThan(55 * perMinute);
  expect(new Set(seen).size).toBe(seen.length);
  const known = new Set(seen);
  expect(arrived.map(keyOf).filter((key) => !known.has(key))).toEqual([]);
  const all = new Set(there.map(keyOf));
  expect(seen.filter((key) => !all.has(key))).toEqual([]);

  // What was late at the end of the hour came with its state.
  const late = rest.filter(({ last_server_update: at }) => Date.parse(at) < begin + 60 * minute);
  expect(late.length).toBeGreaterThan(0);
  expect(late.every(({ last_server_update: at }) => Date.parse(at) > begin + 60 * minute - mostLateMs)).toBe(
    true,
  );
  // The lab does what is asked of it: some came late in the hour, and some were later segments of what was seen before.
  const order = hour.map(({ last_server_update: at }) => Date.parse(at));
  expect(order.some((ms, at) => ms < (order[at - 1] ?? 0))).toBe(true);
  expect(new Set(hour.map(({ id }) => id)).size).toBeLessThan(hour.length * 0.8);
}, 90_000);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf } from '../../src/api/document.ts';
import { countValues } from '../../src/ops/counted-values.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
});
afterAll(() => world.end());

interface Wire {
  readonly sensor_id: number;
  readonly process_name: string;
}

/** As counted from all rows of the lab. */
async function counted(): Promise<ReadonlyMap<string, { hits: number; hosts: number }>> {
  const { stdout } = await world.run('cbq process --group-by id --all -o ndjson');
  const all = stdout
    .trim()
    .split('\n')
    .map((line): Wire => JSON.parse(line));
  const names = Map.groupBy(all, ({ process_name: name }) => name);
  return new Map(
    [...names].map(([name, rows]) => [
      name,
      { hits: rows.length, hosts: new Set(rows.map(({ sensor_id: id }) => id)).size },
    ]),
  );
}

test('the rarest come first, of all hits: more than the server gives', async () => {
  const wanted = await counted();
  const { stdout } = await world.run('cbq process --facet process_name --rare --group-by id --json');
  const { process_name: values } = JSON.parse(stdout);
  expect(values.length).toBe(wanted.size);
  const found = values.map(({ name, hits, hosts }: { name: string; hits: number; hosts: number }) => [
    name,
    { hits, hosts },
  ]);
  expect(new Map(found)).toEqual(wanted);
  const order = values.map(({ value }: { readonly value: number }) => value);
  expect(order).toEqual(order.toSorted((a: number, b: number) => a - b));
});

test('by hosts the value is on how many sensors it is', async () => {
  const wanted = await counted();
  const ran = await world.run('cbq process --facet process_name --by-hosts --group-by id');
  const [first = ''] = ran.stdout.split('\n');
  const [, name = '', value] = first.split('\t');
  expect(Number(value)).toBe(Math.max(...[...wanted.values()].map(({ hosts }) => hosts)));
  expect(wanted.get(name)?.hosts).toBe(Number(value));
  expect(ran.stderr).toContain('the counts are sensors');
});

test.each([
  ['--rare', '--rare goes with --facet'],
  ['--facet hour_of_day --rare', 'hour_of_day is made by the server'],
])('%s is refused', async (options, says) => {
  const { exitCode, stderr } = await world.run(`cbq process net.exe ${options}`);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(says);
});

test('of a list each value counts once, and what has none counts for none', async () => {
  async function* hits() {
    yield documentOf({ sensor_id: 1, tags: ['a', 'b', 'a'] });
    yield documentOf({ sensor_id: 2, tags: 'a' });
    yield documentOf({ sensor_id: 2, tags: [] });
    yield documentOf({ sensor_id: 2, tags: null });
    yield documentOf({ tags: { odd: 1 } });
  }
  const [tags] = await countValues(hits(), ['tags'], () => undefined);
  expect(tags).toEqual({
    field: 'tags',
    values: [
      { name: 'a', hits: 2, hosts: 2 },
      { name: 'b', hits: 1, hosts: 1 },
    ],
    isCut: false,
  });
});

test('more values than can be held are said not to be counted', async () => {
  async function* hits() {
    for (let i = 0; i < 600_000; i += 1) yield documentOf({ sensor_id: 1, name: String(i) });
  }
  const [names] = await countValues(hits(), ['name'], () => undefined);
  expect(names).toMatchObject({ isCut: true });
  expect(names?.values.length).toBe(500_000);
});

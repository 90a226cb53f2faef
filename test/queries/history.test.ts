import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mockCb, processWire } from '../support/mock-cb.ts';
import { makeProgramWorld, type ProgramWorld, type ShownRow } from '../support/program-world.ts';
import { cbq } from './support.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
});
afterAll(() => world.end());

/** All events of all processes that a query finds, read one process after the other. */
async function everyEvent(query: string, kinds: string): Promise<readonly ShownRow[]> {
  const found: ShownRow[] = [];
  for (const { id } of await world.rows(`cbq process '${query}' --group-by id --all`))
    found.push(...(await world.rows(`cbq process events ${id} --type ${kinds}`)));
  return found;
}

const sorted = (rows: readonly ShownRow[]) => rows.map(({ time, target }) => `${time} ${target}`).toSorted();

describe('cbq history', () => {
  test('autoruns finds what a look at every event finds', async () => {
    const all = await everyEvent('sensor_id:11', 'regmod,filemod');
    const wanted = all.filter(({ target }) =>
      /currentversion\\run\\|\\imagepath|programs\\startup|system32\\tasks\\/i.test(String(target)),
    );
    expect(wanted.length).toBeGreaterThan(1);
    const found = await world.rows('cbq history autoruns 11 --all');
    expect(sorted(found)).toEqual(sorted(wanted));
    expect(found).toEqual(found.toSorted((a, b) => (String(a['time']) < String(b['time']) ? -1 : 1)));
    expect(found[0]).toMatchObject({ sensor_id: 11, hostname: 'FIN-LT-11' });
  });

  test('netconn takes a domain with what is below it, and nothing beside it', async () => {
    const all = await world.rows('cbq history netconn bad-actor.example --all');
    const names = new Set(all.map(({ domain }) => domain));
    expect([...names].toSorted()).toEqual(['beacon.bad-actor.example', 'cdn-sync.bad-actor.example']);
    const one = await world.rows('cbq history netconn beacon.bad-actor.example --all');
    expect(one).toEqual(all.filter(({ domain }) => domain === 'beacon.bad-actor.example'));
    const byAddress = await world.rows('cbq history netconn 203.0.113.66 --all');
    expect(byAddress.every(({ remote_ip: ip }) => ip === '203.0.113.66')).toBe(true);
    expect(byAddress.length).toBeGreaterThan(5);
    expect(await world.rows('cbq history netconn actor.example --all')).toEqual([]);
  });

  test('keeps to the times that are asked for', async () => {
    const all = await world.rows('cbq history netconn bad-actor.example --all');
    const [from, to] = [all[2]?.['time'], all[6]?.['time']].map(String);
    const some = await world.rows(
      `cbq history netconn bad-actor.example --all --since ${from} --until ${to}`,
    );
    expect(some).toEqual(all.slice(2, 7));
  });

  test('usb tells disks alone; logons who it was', async () => {
    const disks = await world.rows('cbq history usb');
    expect(disks.length).toBeGreaterThan(3);
    expect(disks.every(({ target }) => /usbstor/.test(String(target)))).toBe(true);
    const logons = await world.rows('cbq history logons --user mgarcia');
    expect(new Set(logons.map(({ how }) => how))).toEqual(new Set(['interactive', 'ssh']));
    expect(logons.every(({ username }) => /mgarcia$/.test(String(username)))).toBe(true);
  });

  test.each([
    ['netconn', '*.example'],
    ['netconn', ''],
    ['autoruns', 'nobody'],
  ])('%s %j is refused', async (...words) => {
    const { exitCode } = await world.run(['cbq', 'history', ...words]);
    expect([2, 3]).toContain(exitCode);
  });
});

test('a process whose events are gone is told, and the exit says that it is not all', async () => {
  const server = mockCb();
  const id = '00000007-0000-0005-01da-1747c6b94b40';
  server.info();
  server.searches(
    'process',
    { q: 'ipaddr:192.0.2.1', 'cb.group': 'id', start: 0, rows: 100, sort: 'start desc' },
    { documents: [processWire({ id })] },
  );
  server.answers('GET', `/api/v1/process/${id}/segment`, 404, 'Process not found');
  // The search knows none either.
  server.searches('process', { q: `process_id:${id}`, rows: 1000, start: 0 }, { documents: [] });
  const { exitCode, err } = await cbq(server, ['history', 'netconn', '192.0.2.1', '--limit', '100']);
  expect(err).toContain('the server has no events any more of 1 of 1 processes: they are left out');
  expect(exitCode).toBe(6);
  await server.done();
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { atMost } from '../../src/ops/at-most.ts';
import { type MockCb, mockCb, processWire, uniqueIdOf } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const guid = (pid: number) => `00000007-0000-${pid.toString(16).padStart(4, '0')}-01da-1747c6b94b40`;
const signed = '79B6D4C5283FC806387C55B8D7C8B762';
const unknown = 'BF93A2F9901E9B3DFCA8A7982F4A9868';
const wire = (pid: number, parent: number, name: string, md5 = signed) =>
  processWire({
    id: guid(pid),
    process_pid: pid,
    process_name: name,
    process_md5: md5.toLowerCase(),
    parent_unique_id: uniqueIdOf(guid(parent), 1),
    start: '2016-11-11T20:59:31.631Z',
  });
const hits = [wire(5, 4, 'net.exe'), wire(6, 4, 'net.exe')];
const first = { q: 'process_name:net.exe', rows: 50, start: 0 };
const net = ['process', 'process_name:net.exe'];

describe('cbq process --parents', () => {
  test('shows each hit with its chain; the second walk of shared parents sends no request', async () => {
    server.searches('process', first, { documents: hits });
    server.info();
    server.process(guid(4)).summary({ process: wire(4, 3, 'cmd.exe') });
    server.process(guid(3)).summary({ process: wire(3, 2, 'explorer.exe') });
    server.process(guid(2)).unknown();
    const { out, err } = await cbq(server, [...net, '--parents', '--fields', 'depth,process_name,hit_id']);
    expect(out.trim().split('\n')).toEqual([
      `0\tnet.exe\t${guid(5)}`,
      `1\tcmd.exe\t${guid(5)}`,
      `2\texplorer.exe\t${guid(5)}`,
      `0\tnet.exe\t${guid(6)}`,
      `1\tcmd.exe\t${guid(6)}`,
      `2\texplorer.exe\t${guid(6)}`,
    ]);
    expect(err).toBe('');
  });

  test('steps in with the depth in a table', async () => {
    server.searches('process', first, { documents: hits.slice(0, 1) });
    server.info();
    server.process(guid(4)).summary({ process: wire(4, 3, 'cmd.exe') });
    server.process(guid(3)).unknown();
    const { out } = await cbq(server, [...net, '--parents', '-o', 'table', '--fields', 'process_name']);
    expect(out).toBe('PROCESS\nnet.exe\n↑ cmd.exe\n');
  });
});

describe('cbq process --with', () => {
  test('joins sensor, group and binary, asking for each once', async () => {
    server.searches('process', first, { documents: [...hits, wire(7, 4, 'net.exe', unknown)] });
    server.sensor(7, { group_id: 1 }).online();
    server.answers('GET', '/api/group/1', 200, [{ id: 1, name: 'Default Group' }]);
    server.binary(signed).summary({
      digsig_result: 'Signed',
      digsig_publisher: 'Microsoft Corporation',
      digsig_sign_time: '2012-07-26T08:00:00Z',
    });
    server.binary(unknown).unknown();
    const fields = 'sensor_status,group_name,digsig_publisher,days_since_signed';
    const { out } = await cbq(server, [...net, '--with', 'sensor,group,binary', '--fields', fields]);
    const line = 'Online\tDefault Group\tMicrosoft Corporation\t1569';
    expect(out.trimEnd().split('\n')).toEqual([line, line, 'Online\tDefault Group']);
  });

  test('joins the parents, too, and puts what is joined beside the document in JSON', async () => {
    server.searches('process', first, { documents: hits.slice(0, 1) });
    server.info();
    server.process(guid(4)).summary({ process: wire(4, 3, 'cmd.exe') });
    server.process(guid(3)).unknown();
    server.binary(signed).summary({ digsig_result: 'Signed', digsig_publisher: 'Microsoft Corporation' });
    const { out } = await cbq(server, [...net, '--parents', '--with', 'binary', '--json']);
    const signature = { digsig_result: 'Signed', digsig_publisher: 'Microsoft Corporation', hit_id: guid(5) };
    expect(JSON.parse(out)).toEqual([
      { ...hits[0], ...signature, depth: 0 },
      { ...wire(4, 3, 'cmd.exe'), ...signature, depth: 1 },
    ]);
  });

  test('says once what the user may not see', async () => {
    server.searches('process', first, { documents: hits });
    server.sensor(7, { group_id: 1 }).online();
    server.answers('GET', '/api/group/1', 403);
    const { exitCode, err } = await cbq(server, [...net, '--with', 'group']);
    expect(exitCode).toBe(0);
    expect(err).toBe('sensor groups stay blank: the user of this token may not see them\n');
  });

  test('takes only what can be joined, and none with a count', async () => {
    expect((await cbq(server, [...net, '--with', 'alerts'])).exitCode).toBe(2);
    expect((await cbq(server, [...net, '--with', 'group', '--count'])).exitCode).toBe(2);
  });
});

test('turns are taken by eight at a time, each in its turn, failures too', async () => {
  const turns = atMost(8);
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const all = Array.from({ length: 50 }, (_, n) =>
    turns(async () => {
      started.push(n);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (n % 7 === 0) throw new Error('no');
    }).catch(() => undefined),
  );
  await Promise.all(all);
  expect(most).toBe(8);
  expect(started).toEqual(all.map((_, n) => n));
});

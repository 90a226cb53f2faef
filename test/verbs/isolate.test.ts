import { afterEach, describe, expect, test } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
afterEach(() => world.lab.clearFaults());

describe('isolate', () => {
  test('is confirmed by the sensor, and the session goes on', async () => {
    const sensor = await world.on(10);
    const ran = await sensor.run('isolate --yes --wait');
    expect(ran).toMatchObject({ exitCode: 0, stdout: '', stderr: 'WIN-EP7RMLTCLAJ: isolated\n' });
    expect((await sensor.run('isolate --yes')).stderr).toBe('WIN-EP7RMLTCLAJ: isolated (already so)\n');
    expect(await sensor.out('pwd')).not.toBe('');
    expect((await sensor.run('unisolate --wait')).stderr).toBe('WIN-EP7RMLTCLAJ: not isolated\n');
  });

  test('tells programs what is wanted and what is reported', async () => {
    const sensor = await world.on(1);
    expect(await sensor.json('isolate --yes --wait=1m')).toEqual({
      id: 1,
      network_isolation_enabled: true,
      is_isolating: true,
      outcome: 'done',
      detail: 'isolated',
    });
    expect(await sensor.json('unisolate --wait')).toMatchObject({ id: 1, is_isolating: false });
  });

  test('fails with exit 5 where the sensor does not confirm, and stays wanted', async () => {
    const sensor = await world.on(10);
    world.lab.setFault('sensor-silent');
    const ran = await sensor.run('isolate --yes --wait=30ms');
    expect(ran).toMatchObject({ exitCode: 5, kind: 'NotConfirmed' });
    expect(ran.stderr).toContain('did not confirm within 30 ms');
    expect(ran.progress.at(-1)).toContain('WIN-EP7RMLTCLAJ: isolation pending');
    world.lab.clearFaults();
    expect((await sensor.run('isolate --yes --wait')).stderr).toBe(
      'WIN-EP7RMLTCLAJ: isolated (already so)\n',
    );
    await sensor.run('unisolate --wait');
  });

  test('that is stopped while it waits says that it stays wanted', async () => {
    const sensor = await world.on(10);
    world.lab.setFault('sensor-silent');
    const stop = new AbortController();
    const ran = await sensor.run('isolate --yes --wait', {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect(ran.kind).toBe('Interrupted');
    expect(ran.stderr).toContain('no longer waited for, it stays wanted: isolation pending');
    world.lab.clearFaults();
    await sensor.run('unisolate --wait');
  });

  test('prints in a dry run what it would send', async () => {
    const printed: unknown[] = [];
    const sensor = await world.open(1, {
      dryRun: ({ method, path, body }) => printed.push({ method, path, body }),
    });
    expect(await sensor.run('isolate --wait')).toMatchObject({ exitCode: 0, stdout: '' });
    expect(printed).toContainEqual({
      method: 'PUT',
      path: '/api/v1/sensor/1',
      body: { group_id: 1, network_isolation_enabled: true },
    });
  });

  test('asks on a terminal, naming what the host is to others', async () => {
    const sensor = await world.on(10);
    const asked = await sensor.run('isolate', { tty: true, answers: [false] });
    expect(asked.questions).toEqual(['isolate WIN-EP7RMLTCLAJ (10, server)?']);
    expect(asked).toMatchObject({ exitCode: 2, kind: 'Declined' });
    const said = await sensor.run('isolate --wait', { tty: true, answers: [true] });
    expect(said.stderr).toContain('WIN-EP7RMLTCLAJ: isolated');
    const again = await sensor.run('isolate', { tty: true });
    expect(again.questions).toEqual([]);
    const undone = await sensor.run('unisolate --wait', { tty: true });
    expect(undone).toMatchObject({ exitCode: 0, questions: [] });
  });

  test('without a terminal a server needs --yes, and nothing is sent', async () => {
    for (const id of [1, 10] as const) {
      const sensor = await world.on(id);
      const ran = await sensor.run('isolate');
      expect(ran).toMatchObject({ exitCode: 2, kind: 'Usage' });
      expect(ran.stderr).toMatch(/server\)\?\nhint: add --yes if it is meant\n$/);
      expect(await sensor.json('isolate --dry-run')).toEqual({});
    }
  });
});

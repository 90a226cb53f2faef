import { afterEach, describe, expect, test } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
afterEach(() => world.lab.clearFaults());

describe('isolate', () => {
  test('is confirmed by the sensor, and the session goes on', async () => {
    const sensor = await world.on(10);
    const ran = await sensor.run('isolate --wait');
    expect(ran).toMatchObject({ exitCode: 0, stdout: '', stderr: 'WIN-EP7RMLTCLAJ: isolated\n' });
    expect((await sensor.run('isolate')).stderr).toBe('WIN-EP7RMLTCLAJ: isolated (already so)\n');
    expect(await sensor.out('pwd')).not.toBe('');
    expect((await sensor.run('unisolate --wait')).stderr).toBe('WIN-EP7RMLTCLAJ: not isolated\n');
  });

  test('tells programs what is wanted and what is reported', async () => {
    const sensor = await world.on(1);
    expect(await sensor.json('isolate --wait=1m')).toEqual({
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
    const ran = await sensor.run('isolate --wait=30ms');
    expect(ran).toMatchObject({ exitCode: 5, kind: 'NotConfirmed' });
    expect(ran.stderr).toContain('did not confirm within 30 ms');
    expect(ran.progress.at(-1)).toContain('WIN-EP7RMLTCLAJ: isolation pending');
    world.lab.clearFaults();
    expect((await sensor.run('isolate --wait')).stderr).toBe('WIN-EP7RMLTCLAJ: isolated (already so)\n');
    await sensor.run('unisolate --wait');
  });

  test('that is stopped while it waits says that it stays wanted', async () => {
    const sensor = await world.on(10);
    world.lab.setFault('sensor-silent');
    const stop = new AbortController();
    const ran = await sensor.run('isolate --wait', { signal: stop.signal, onProgress: () => stop.abort() });
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
});

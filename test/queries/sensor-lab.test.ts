import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
});
afterEach(() => world.lab.clearFaults());
afterAll(() => world.end());

describe('cbq isolate --wait', () => {
  /** Ctrl-C at the fourth wait: two are before any sensor has checked in. */
  async function interrupted(words: readonly string[]) {
    const base = world.runtime(words);
    let waits = 0;
    const clock = {
      ...base.clock,
      sleep: (ms: number, signal?: AbortSignal) => {
        if (ms === 1000) waits += 1;
        if (waits === 4) base.interrupt();
        return base.clock.sleep(ms, signal);
      },
    };
    const exitCode = await main('cbq', { ...base, clock });
    return { exitCode, out: base.out(), err: base.err() };
  }

  test('that is stopped with Ctrl-C says what stays wanted, and what was confirmed before', async () => {
    const { exitCode, out, err } = await interrupted(['isolate', '10', '24', '--wait', '--yes']);
    expect(exitCode).toBe(130);
    expect(out).toMatch(
      /^10\tWIN-EP7RMLTCLAJ\tdone\tisolated\n24\tHR-WS-24\tunknown\tno longer waited for, it stays wanted: isolation pending: the sensor is offline/,
    );
    expect(err).toContain('stopped: 1 isolated, 1 unknown');
    const { stdout } = await world.run('cbq sensor show 24 --json');
    expect(JSON.parse(stdout)).toMatchObject({ network_isolation_enabled: true, is_isolating: false });
    await world.run('cbq unisolate 10 24 --wait');
  });

  test('asks all sensors before it waits for any, however many there are', async () => {
    const { stdout } = await world.run('cbq sensor --status offline --all --fields id');
    const ids = stdout.trim().split('\n');
    expect(ids.length).toBeGreaterThan(8);
    const { exitCode } = await world.run(['cbq', 'isolate', ...ids, '--wait=200ms', '--yes']);
    expect(exitCode).toBe(5);
    const pending = await world.run('cbq sensor --status isolation-pending --all --fields id');
    expect(pending.stdout.trim().split('\n').sort()).toEqual(ids.sort());
    expect((await world.run(['cbq', 'unisolate', ...ids])).exitCode).toBe(0);
  });
});

test.each(['5.2', '6.2', '7.8'] as const)('a server of %s takes every change of a sensor', async (era) => {
  const old = await makeProgramWorld({ era });
  try {
    for (const words of [
      'isolate 10 --wait --yes',
      'unisolate 10 --wait',
      'sensor move 10 --group Servers',
      'sensor restart 10',
      'sensor flush 10',
    ])
      expect(await old.run(`cbq ${words}`), words).toMatchObject({ exitCode: 0 });
    const { stdout } = await old.run('cbq sensor show 10 --json --fields id,group_name,is_isolating');
    expect(JSON.parse(stdout)).toEqual({ id: 10, group_name: 'Servers', is_isolating: false });
    expect((await old.run('cbq sensor --all --fields id')).stdout.split('\n')).toHaveLength(61);
    expect(await old.run('cbq sensor --hostname nobody-has-it')).toMatchObject({ exitCode: 0, stdout: '' });
  } finally {
    await old.end();
  }
});

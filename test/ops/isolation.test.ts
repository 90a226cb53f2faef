import { describe, expect, it } from 'vitest';
import type { Cb } from '../../src/api/client.ts';
import { readSensor } from '../../src/api/wire/sensor.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import { ServerFault } from '../../src/errors/server-fault.ts';
import { setIsolation } from '../../src/ops/isolation.ts';
import { DateHeaderClock } from '../../src/transport/server-clock.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeTestClock } from '../support/test-clock.ts';

const fails500 = () =>
  new ServerFault('ServerError', 'failed (500)', { status: 500, said: '', saidCode: undefined });

interface Story {
  /** What the update fails with after the server has, or has not, acted. */
  readonly lost?: unknown;
  readonly acts?: boolean;
  /** What looks fail with, one after the other; undefined for one that goes well. */
  readonly looks?: readonly unknown[];
}

/** A sensor that confirms at the third look that goes well. */
async function isolate({ lost, acts = true, looks = [] }: Story) {
  const clock = makeTestClock();
  const failures = [...looks];
  let isWanted = false;
  let seen = 0;
  const wire = () => ({
    id: 10,
    computer_name: 'WS',
    status: 'Online',
    network_isolation_enabled: isWanted,
    is_isolating: isWanted && seen > 2,
    supports_isolation: true,
  });
  const sensors = {
    async update() {
      isWanted = acts;
      if (lost !== undefined) throw lost;
      return true;
    },
    async get() {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      seen += 1;
      return readSensor(wire());
    },
  };
  const cb = { sensors, http: { serverClock: new DateHeaderClock(clock) } } as unknown as Pick<
    Cb,
    'sensors' | 'http'
  >;
  const { signal } = new AbortController();
  const how = { isWanted: true, waitMs: 60_000, clock, signal, stop: signal };
  return await setIsolation(cb, readSensor(wire()), how);
}

describe('isolating with a wait', () => {
  it.each([fails500(), new CbError('Timeout', 'no answer', { mayBeDone: true })])(
    'goes on where the update was done all the same: %s',
    async (lost) => {
      expect(await isolate({ lost })).toMatchObject({ outcome: 'done', isConfirmed: true });
    },
  );

  it('is not known where the server shows nothing of it', async () => {
    expect(await failureOf(isolate({ lost: fails500(), acts: false }))).toMatchObject({
      kind: 'ServerError',
      message: 'failed (500); the server shows nothing of it',
      mayBeDone: true,
    });
  });

  it('goes on looking after a look that failed', async () => {
    const looks = [undefined, fails500(), new CbError('Network', 'reset'), undefined, fails500()];
    expect(await isolate({ looks })).toMatchObject({ isConfirmed: true });
  });

  it('ends where the token is refused', async () => {
    const looks = [undefined, new CbError('Auth', 'refused')];
    expect((await failureOf(isolate({ looks }))).kind).toBe('Auth');
  });

  it('fails where the update was refused', async () => {
    const lost = new ServerFault('ServerError', 'no', { status: 400, said: 'no', saidCode: undefined });
    expect((await failureOf(isolate({ lost, acts: false }))).mayBeDone).toBe(false);
  });
});

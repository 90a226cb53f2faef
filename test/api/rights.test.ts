import { describe, expect, test } from 'vitest';
import { namingRights } from '../../src/api/rights.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import { ServerFault } from '../../src/errors/server-fault.ts';
import { DateHeaderClock } from '../../src/transport/server-clock.ts';
import type { Http } from '../../src/transport/types.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeTestClock } from '../support/test-clock.ts';

const serverClock = new DateHeaderClock(makeTestClock());

/** A connection that fails with this error, whatever is asked. */
function refusing(error: unknown): Http {
  return namingRights({
    request: async () => {
      throw error;
    },
    close: async () => undefined,
    serverClock,
  });
}

const refusal = (status: number, reply?: string) =>
  new ServerFault(
    'Auth',
    `may not (${status})`,
    { status, said: reply ?? '', saidCode: undefined },
    { hint: 'ask' },
  );

describe('a refusal of the user (403)', () => {
  test.each([
    ['POST', '/api/v1/banning/blacklist', 'to ban hashes'],
    ['PUT', '/api/v1/sensor/10', 'to change sensors of this group'],
    ['POST', '/api/v1/alerts', 'of a global administrator'],
    ['POST', '/api/v1/alert/bf1dc41a', 'of a global administrator'],
    ['GET', '/api/users', 'of a global administrator'],
    ['PUT', '/api/team/3', 'of a global administrator'],
    ['GET', '/api/v1/storage/events/partition', 'of a global administrator'],
    ['POST', '/api/v3/group', 'of a global administrator'],
    ['DELETE', '/api/v1/watchlist/19', 'to change what the server watches for'],
    ['GET', '/api/v1/cblr/session', 'to use Live Response'],
  ] as const)('of %s %s names the right', async (method, path, right) => {
    const asked = refusing(refusal(403, 'no')).request({ method, path, effect: 'writes' });
    const error = (await failureOf(asked)) as CbError;
    expect(error).toMatchObject({ kind: 'Auth', hint: 'ask', status: 403 });
    expect(error.message).toContain(`lacks the right ${right}`);
    expect(error.message).toMatch(/\(403\): no$/);
  });

  test('of a sensor depends on what was to be changed', async () => {
    const asked = refusing(refusal(403)).request({
      method: 'PUT',
      path: '/api/v1/sensor/10',
      json: { group_id: 1, network_isolation_enabled: true },
      effect: 'writes',
    });
    expect(((await failureOf(asked)) as CbError).message).toContain(
      'lacks the right to isolate sensors: PUT',
    );
  });

  test('where nobody knows the right, and every other failure, stays as it is', async () => {
    const request = { method: 'GET', path: '/api/v1/sensor', effect: 'reads' } as const;
    for (const error of [refusal(403), refusal(401), new CbError('Network', 'gone')])
      expect(await failureOf(refusing(error).request(request))).toBe(error);
    expect(refusing(refusal(403)).serverClock).toBe(serverClock);
  });
});

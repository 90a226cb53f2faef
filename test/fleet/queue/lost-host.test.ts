import { describe, expect, onTestFinished, test } from 'vitest';
import { isCbError } from '../../../src/errors/cb-error.ts';
import { openHostQueue, startWorker } from '../../../src/fleet/queue/bull.ts';
import { queuePrefix } from '../../../src/fleet/queue/keys.ts';
import { readQueueAddress } from '../../../src/fleet/queue/queue-address.ts';
import { RedisLink } from '../../../src/fleet/queue/redis-link.ts';
import { durable, hasRedis, redisNote, startRedis } from '../../support/redis-server.ts';

describe.skipIf(!hasRedis || process.platform === 'win32')(`a host of a queue${redisNote}`, () => {
  test('whose lock its worker has lost is broken off, and is no failure', async () => {
    const redis = await startRedis(durable);
    onTestFinished(redis.stop);
    const link = await RedisLink.open({
      access: {
        address: readQueueAddress(redis.url),
        ...{ user: undefined, password: redis.password, ca: undefined, pin: undefined },
      },
      patienceMs: 5000,
      signal: new AbortController().signal,
      onAway: () => undefined,
      onBack: () => undefined,
    });
    const place = { link, name: 'hosts-x', isEvicting: false };
    const queue = openHostQueue(place);
    const lost = Promise.withResolvers<unknown>();
    const worker = startWorker(place, {
      most: 1,
      lockMs: 200,
      async work({ id, signal }) {
        signal.addEventListener('abort', () => lost.resolve(signal.reason), { once: true });
        await link.client.del(`${queuePrefix}:${place.name}:${id}:lock`);
        await lost.promise;
        return 'through';
      },
    });
    await queue.add([{ id: 'host.1', data: 'x', delayMs: 0 }]);
    expect(isCbError(await lost.promise, 'Interrupted')).toBe(true);
    await worker.close();
    await queue.close();
    await link.end();
  });
});

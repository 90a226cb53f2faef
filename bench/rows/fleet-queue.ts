import { openHostQueue } from '../../src/fleet/queue/bull.ts';
import { jobId, writeJob } from '../../src/fleet/queue/host-job.ts';
import type { QueuedHost } from '../../src/fleet/queue/host-queue.ts';
import { queueName } from '../../src/fleet/queue/keys.ts';
import { readQueueAddress } from '../../src/fleet/queue/queue-address.ts';
import { RedisLink } from '../../src/fleet/queue/redis-link.ts';
import { writeSigned } from '../../src/fleet/queue/signed-text.ts';
import { sshSigner } from '../../src/fleet/queue/signing.ts';
import { hasRedis, startRedis } from '../../test/support/redis-server.ts';
import type { Row } from '../support/table.ts';

const mostS = 60;

/** Hosts of a run on the queue: each signed, on a Redis that has all of it on its disk before it answers. */
export async function fleetQueue(hosts = 50_000): Promise<readonly Row[]> {
  const what = `${hosts.toLocaleString('en-US')} hosts on the queue`;
  if (!hasRedis)
    return [{ what, figure: 'not measured', limit: `${mostS} s`, ok: true, note: 'no redis-server here' }];
  const redis = await startRedis();
  const link = await RedisLink.open({
    access: {
      address: readQueueAddress(redis.url),
      password: redis.password,
      ...{ user: undefined, ca: undefined, pin: undefined },
    },
    patienceMs: 1000,
    signal: new AbortController().signal,
    onAway: () => undefined,
    onBack: () => undefined,
  });
  const queue = openHostQueue({ link, name: queueName('https://edr.example'), isEvicting: false });
  try {
    const begunMs = performance.now();
    await queue.add(jobsOf(hosts));
    const addedMs = performance.now() - begunMs;
    const count = (await queue.ids()).size;
    const leftMs = performance.now();
    await queue.remove([...(await queue.ids())]);
    const removedS = (performance.now() - leftMs) / 1000;
    return [
      {
        what,
        figure: `${(addedMs / 1000).toFixed(1)} s`,
        limit: `${mostS} s`,
        ok: addedMs <= mostS * 1000 && count === hosts,
        note: `signed one by one; taken from it again in ${removedS.toFixed(1)} s`,
      },
    ];
  } finally {
    await queue.close();
    await link.end();
    await redis.stop();
  }
}

function jobsOf(hosts: number): readonly QueuedHost[] {
  const signer = sshSigner(async () => '');
  const run = 'a'.repeat(32);
  return Array.from({ length: hosts }, (_, host) => {
    const job = { plan: 'b'.repeat(64), run, host, name: `HOST-${host}`, os: 'windows', turn: 1 };
    const text = writeJob({ ...job, expiresMs: Date.now() + 86_400_000 });
    const data = writeSigned({ text, signature: signer.sign(text) });
    return { id: jobId(job), data, delayMs: (host % 30) * 1000 + 60_000 };
  });
}

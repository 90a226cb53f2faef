import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../../src/programs/main.ts';
import { makeProgramWorld, type ProgramWorld } from '../../support/program-world.ts';
import { type Certificate, makeCertificate } from '../../support/real-server.ts';
import { durable, hasRedis, type RedisServer, redisNote, startRedis } from '../../support/redis-server.ts';

const key = 'k'.repeat(40);
const fingerprintOf = ({ cert }: Certificate): string => new X509Certificate(cert).fingerprint256;

describe.skipIf(!hasRedis || process.platform === 'win32')(`a queue by TLS${redisNote}`, () => {
  let world: ProgramWorld;
  let redis: RedisServer;
  let issued: Certificate;
  let other: Certificate;
  beforeAll(async () => {
    world = await makeProgramWorld({ isRealTime: true, now: Date.now(), processes: 0, checkInMs: 20 });
    const authority = await makeCertificate({ names: ['Our CA'], ips: [], isCa: true });
    issued = await makeCertificate({ ca: authority });
    other = await makeCertificate();
    redis = await startRedis(durable, issued);
    await writeFile(join(world.home, 'ca.pem'), authority.cert);
    await writeFile(join(world.home, 'other.pem'), other.cert);
  });
  afterAll(async () => {
    await redis?.stop();
    await world?.end();
  });

  const env = () => ({ CBLR_QUEUE_KEY: key, CBLR_QUEUE_PASSWORD: redis.password });
  const line = (url: string) => `cblr fleet run --sensor 10 --queue ${url} --queue-wait 1s -c pwd`;

  test.each([
    ['the authority of its profile', () => ({ queue_ca_file: 'ca.pem' })],
    ['the pin of its profile', () => ({ queue_pin: fingerprintOf(issued) })],
  ])('is trusted by %s: a run is done there', async (_by, settings) => {
    await world.profile(settings());
    const runtime = world.runtime(['fleet', 'work', '--queue', redis.url], { env: env() });
    const worker = main('cblr', runtime);
    const ran = await world.run(line(redis.url), { env: env() });
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining('1 done')]);
    // Nothing can be read on the way.
    expect(ran.stderr).not.toContain('without TLS');
    runtime.interrupt();
    expect(await worker).toBe(0);
  });

  test.each([
    ['nothing in its profile', () => ({}), 'queue_ca_file of the profile names the authority'],
    ['another authority', () => ({ queue_ca_file: 'other.pem' }), 'is refused'],
    ['another pin', () => ({ queue_pin: fingerprintOf(other) }), 'is not the pinned one'],
  ])('is refused with %s', async (_words, settings, words) => {
    await world.profile(settings());
    const { exitCode, stderr } = await world.run(line(redis.url), { env: env() });
    expect([exitCode, stderr]).toEqual([7, expect.stringContaining(words)]);
  });

  test('gets nothing said to it, the password least of all, where it is not the pinned one', async () => {
    let heard = '';
    const server = createServer({ ...other }, (socket) => {
      socket.on('data', (bytes) => {
        heard += String(bytes);
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await world.profile({ queue_pin: fingerprintOf(issued) });
    const { exitCode, stderr } = await world.run(line(`rediss://127.0.0.1:${port}`), { env: env() });
    expect([exitCode, stderr]).toEqual([7, expect.stringContaining('is not the pinned one')]);
    expect(heard).toBe('');
    server.close();
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobId, readJob, writeJob } from '../../../src/fleet/queue/host-job.ts';
import { keysOf, queueName, queuePrefix } from '../../../src/fleet/queue/keys.ts';
import { readSigned, writeSigned } from '../../../src/fleet/queue/signed-text.ts';
import { main } from '../../../src/programs/main.ts';
import { makeProgramWorld, type ProgramWorld } from '../../support/program-world.ts';
import { durable, hasRedis, type RedisServer, redisNote, startRedis } from '../../support/redis-server.ts';

const key = 'k'.repeat(40);

describe.skipIf(!hasRedis || process.platform === 'win32')(`a run on a queue${redisNote}`, () => {
  let world: ProgramWorld;
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
    world = await makeProgramWorld({ isRealTime: true, now: Date.now(), processes: 0, checkInMs: 20 });
  });
  afterAll(async () => {
    await world.end();
    await redis.stop();
  });

  const env = (more: Readonly<Record<string, string>> = {}) => ({
    CBLR_QUEUE_KEY: key,
    CBLR_QUEUE_PASSWORD: redis.password,
    ...more,
  });

  interface StartOptions {
    readonly more?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  }

  /** A worker of this process, until it takes hosts; and what ends it. */
  async function startWorker({ more = [], env: own = env() }: StartOptions = {}) {
    const runtime = world.runtime(['fleet', 'work', '--queue', redis.url, '--lock', '2s', ...more], {
      env: own,
    });
    const ended = main('cblr', runtime);
    await until(() => /takes hosts of/.test(runtime.err()), ended);
    return {
      said: () => runtime.err(),
      async end() {
        runtime.interrupt();
        return await ended;
      },
    };
  }

  /** Looks again and again, as another process may be at it; fails once `ended` has. */
  async function until(isSo: () => boolean | Promise<boolean>, ended?: Promise<number>): Promise<void> {
    let code: number | undefined;
    void ended?.then((exitCode) => {
      code = exitCode;
    });
    while (!(await isSo())) {
      if (code !== undefined) throw new Error(`it has ended with ${code}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const posted = (name: string, object: string): number =>
    world.lab.requests.filter(
      ({ command, posted: sent }) =>
        command === name && (sent as { readonly object?: unknown }).object === object,
    ).length;

  test('is done by a worker, and its results are those of any run', async () => {
    const worker = await startWorker();
    const ran = await world.run(
      `cblr fleet run --sensor 10 --sensor 3 --sensor 1 --canary 1 --canary-ok --queue ${redis.url} -c 'pwd; pwd' --json`,
      { env: env() },
    );
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining('3 done')]);
    const groups: readonly Record<string, unknown>[] = JSON.parse(ran.stdout);
    expect(groups.map(({ step, count }) => [step, count])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ]);
    expect(worker.said()).toContain('devr-test: done');
    expect(await worker.end()).toBe(0);
    // Nothing of it is left on the queue.
    const client = new Redis({ port: redis.port, password: redis.password });
    const left = await client.keys('*');
    await client.quit();
    expect(left.filter((name) => /said|plan|current|\.\d+$/.test(name))).toEqual([]);
  });

  test('signed by an SSH key is done by workers that know it, and by no others', async () => {
    const pair = join(world.home, 'id');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', pair]);
    const other = join(world.home, 'other');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
    const [ours, theirs] = [join(world.home, 'signers'), join(world.home, 'strangers')];
    writeFileSync(ours, `me ${readFileSync(`${pair}.pub`, 'utf8')}`);
    writeFileSync(theirs, `me ${readFileSync(`${other}.pub`, 'utf8')}`);
    const own = { CBLR_QUEUE_PASSWORD: redis.password };
    const stranger = await startWorker({ more: ['--signers', theirs], env: own });
    const run = main(
      'cblr',
      world.runtime(
        ['fleet', 'run', '--sensor', '10', '--queue', redis.url, '--sign', pair, '-c', 'mkdir C:\\signed'],
        { env: own },
      ),
    );
    await until(
      () => stranger.said().includes('signed by nobody that counts here: nothing of it is done'),
      run,
    );
    expect(posted('create directory', 'C:\\signed')).toBe(0);
    await stranger.end();
    const worker = await startWorker({ more: ['--signers', ours], env: own });
    expect(await run).toBe(0);
    expect(posted('create directory', 'C:\\signed')).toBe(1);
    await worker.end();
  });

  test('is never begun by what somebody else puts there: unsigned, altered, elsewhere, or once more', async () => {
    const offline = await world.run(
      'cblr fleet hosts --status offline --os windows --limit 1 --fields sensor_id',
    );
    const runtime = world.runtime(
      [
        'fleet',
        'run',
        '--sensor',
        '10',
        '--sensor',
        offline.stdout.trim(),
        '--queue',
        redis.url,
        '-c',
        'mkdir C:\\genuine',
      ],
      { env: env() },
    );
    const run = main('cblr', runtime);
    const connection = { port: redis.port, password: redis.password };
    const queue = new Queue<string>(queueName(world.lab.url), { connection, prefix: queuePrefix });
    // Read along before any worker is there.
    const genuine = async () => (await queue.getJobs(['wait', 'delayed'])).map(({ data }) => data);
    await until(async () => (await genuine()).length === 2, run);
    const read = (await genuine()).map((data) => ({ data, ...readSigned(data, 'x', 10_000) }));
    const jobs = read.map((each) => ({ ...each, job: readJob(each.text) }));
    const [own] = jobs.filter(({ job }) => job.host === 10);
    if (own === undefined) throw new Error('the job of the host is not there');
    const worker = await startWorker();
    await until(() => worker.said().includes('WIN-EP7RMLTCLAJ: done'), run);
    const elsewhere = { ...own.job, host: 3, turn: 9 };
    const forged = { text: writeJob(elsewhere), signature: own.signature };
    await queue.add('host', 'not even JSON', { jobId: 'x1' });
    await queue.add('host', writeSigned(forged), { jobId: jobId(elsewhere) });
    await queue.add('host', writeSigned({ ...forged, signature: '' }), {
      jobId: jobId({ ...elsewhere, turn: 8 }),
    });
    await queue.add('host', own.data, { jobId: 'another-place' });
    // Signed by whoever may, and done before.
    await queue.add('host', own.data, { jobId: jobId(own.job) });
    for (const id of [
      'x1',
      'another-place',
      jobId(elsewhere),
      jobId({ ...elsewhere, turn: 8 }),
      jobId(own.job),
    ])
      await until(async () => (await queue.getJob(id)) === undefined, run);
    for (const words of ['is no JSON', 'was altered', 'stands in the place of another'])
      expect(worker.said()).toContain(words);
    expect(posted('create directory', 'C:\\genuine')).toBe(1);
    runtime.interrupt();
    expect(await run).toBe(130);
    await queue.close();
    await worker.end();
  });

  test('needs a way in, a key, and lines that may be read by others', async () => {
    for (const [line, code, words, own] of [
      [`--queue redis://:secret99@127.0.0.1:${redis.port} -c pwd`, 2, 'belongs into queue_password', env()],
      [
        `--queue ${redis.url} -c pwd`,
        2,
        'a run on a queue is signed',
        { CBLR_QUEUE_PASSWORD: redis.password },
      ],
      [`--queue ${redis.url} -c pwd`, 4, 'does not let us in', env({ CBLR_QUEUE_PASSWORD: 'wrong-one' })],
      ['--queue redis://127.0.0.1:1 -c pwd', 7, 'cannot be reached', env()],
      [
        `--queue ${redis.url} -c 'exec net use x: /user:me password=hunter22'`,
        2,
        'would stand on the queue',
        env(),
      ],
      [`--queue ${redis.url} -c 'put tool.exe C:/x'`, 2, 'which workers do not have', env()],
      ['--sign key -c pwd', 2, '--sign belongs to --queue', env()],
    ] as const) {
      const ran = await world.run(`cblr fleet run --sensor 10 ${line}`, { env: own });
      expect([line, ran.exitCode, ran.stderr]).toEqual([line, code, expect.stringContaining(words)]);
      expect(ran.stderr + ran.stdout).not.toMatch(/secret99|hunter22/);
    }
    const worker = await world.run(`cblr fleet work --queue ${redis.url}`, {
      env: { CBLR_QUEUE_PASSWORD: redis.password },
    });
    expect([worker.exitCode, worker.stderr]).toEqual([2, expect.stringContaining('whose runs it does')]);
    expect((await world.run('cblr fleet --json')).stdout).not.toContain('hunter22');
  });

  test('is one of several there: each gets its own hosts, and the slots are those of all together', async () => {
    const start = (argv: readonly string[]) => {
      const runtime = world.runtime(['fleet', 'run', '--queue', redis.url, '--slots', '2', ...argv], {
        env: env(),
      });
      return { runtime, ended: main('cblr', runtime) };
    };
    const many = ['--os', 'windows', '--status', 'online', '--limit', '12'];
    const before = world.lab.requests.length;
    const runs = [
      start([...many, '-c', 'mkdir C:\\several-1; pwd']),
      start([...many, '-c', 'mkdir C:\\several-2']),
      start(['--sensor', '1', '--sensor', '2', '-c', 'pwd']),
    ];
    const workers = [
      await startWorker({ more: ['--slots', '8'] }),
      await startWorker({ more: ['--slots', '8'] }),
    ];
    expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    expect([
      posted('create directory', 'C:\\several-1'),
      posted('create directory', 'C:\\several-2'),
    ]).toEqual([12, 12]);
    for (const [at, { runtime }] of runs.entries()) {
      const number = /run (\d+): cblr fleet show/.exec(runtime.err())?.[1];
      const { stdout } = await world.run(`cblr fleet show ${number} --fields state`);
      expect(stdout).toBe('done\n'.repeat([12, 12, 2][at] ?? 0));
    }
    expect(mostOpen(world.lab.requests.slice(before))).toBe(2);
    for (const worker of workers) await worker.end();
  });

  test('is none of a playbook, and says so before it asks anything', async () => {
    writeFileSync(join(world.folder, 'two.yaml'), 'name: Two\nsteps:\n  - do: pwd\n  - do: ls C:\\nowhere\n');
    const refused = [2, expect.stringContaining('a playbook is not done by way of a queue')];
    const queue = `--queue ${redis.url}`;
    const ran = await world.run(`cblr fleet run --sensor 10 --playbook two.yaml ${queue}`, { env: env() });
    expect([ran.exitCode, ran.stderr]).toEqual(refused);
    await world.run('cblr fleet run --sensor 10 --playbook two.yaml');
    for (const line of ['resume', 'retry']) {
      const { exitCode, stderr } = await world.run(`cblr fleet ${line} ${queue}`, { env: env() });
      expect([line, exitCode, stderr]).toEqual([line, ...refused]);
    }
  });

  test('on a Redis that may forget goes on where it only reads', async () => {
    const plain = await startRedis(['appendonly no', 'maxmemory-policy noeviction']);
    const own = env({ CBLR_QUEUE_PASSWORD: plain.password });
    const refused = await world.run(
      `cblr fleet run --sensor 10 --queue ${plain.url} -c 'mkdir C:/forgotten'`,
      {
        env: own,
      },
    );
    expect([refused.exitCode, refused.stderr]).toEqual([
      8,
      expect.stringMatching(/appendonly is no and must be yes, appendfsync is everysec and must be always/),
    ]);
    const runtime = world.runtime(['fleet', 'work', '--queue', plain.url], { env: own });
    const worker = main('cblr', runtime);
    const ran = await world.run(`cblr fleet run --sensor 10 --queue ${plain.url} -c pwd`, { env: own });
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining('1 done')]);
    expect(runtime.err().match(/this worker only reads: /g)).toHaveLength(1);
    runtime.interrupt();
    expect(await worker).toBe(0);
    await plain.stop();
    expect(durable).toContain('appendonly yes');
  });

  test('goes on without it where Redis has gone for good', async () => {
    const short = await startRedis();
    const own = env({ CBLR_QUEUE_PASSWORD: short.password });
    const runtime = world.runtime(
      ['fleet', 'run', '--sensor', '10', '--queue', short.url, '--queue-wait', '1s', '-c', 'mkdir C:\\later'],
      { env: own },
    );
    const run = main('cblr', runtime);
    const client = new Redis({ port: short.port, password: short.password });
    const keys = keysOf(world.lab.url);
    await until(async () => (await client.keys(`${keys.current('')}*`)).length > 0, run);
    client.disconnect();
    await short.stop();
    expect(await run).toBe(7);
    expect(runtime.err()).toContain(`${short.url} has been away for 1 seconds`);
    const resumed = await world.run('cblr fleet resume');
    expect([resumed.exitCode, resumed.stderr]).toEqual([0, expect.stringContaining('1 done')]);
    expect(posted('create directory', 'C:\\later')).toBe(1);
  });

  test('that writes is left to others by a worker whose profile is readonly', {
    timeout: 120_000,
  }, async () => {
    await world.profile({ readonly: 'true' }, { name: 'look' });
    await world.profile();
    const worker = await startWorker({ more: ['-p', 'look'] });
    const writing = main(
      'cblr',
      world.runtime(['fleet', 'run', '--sensor', '10', '--queue', redis.url, '-c', 'mkdir C:\\ro'], {
        env: env(),
      }),
    );
    await until(() => worker.said().includes('are left to others: the profile is readonly'), writing);
    expect(posted('create directory', 'C:\\ro')).toBe(0);
    const other = await startWorker();
    expect(await writing).toBe(0);
    expect(posted('create directory', 'C:\\ro')).toBe(1);
    await worker.end();
    await other.end();
  });
});

/** Sessions that were open at once, by when they were asked for and given up. */
function mostOpen(requests: ProgramWorld['lab']['requests']): number {
  let open = 0;
  let most = 0;
  for (const { method, url, status } of requests) {
    if (method === 'POST' && /\/session$/.test(url) && status === 200) open += 1;
    if (method === 'PUT' && /\/session\/\d+$/.test(url)) open -= 1;
    most = Math.max(most, open);
  }
  return most;
}

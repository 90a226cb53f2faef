import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const found = spawnSync('redis-server', ['--version']).status === 0;

/** Where it is missing tests say so in their titles; in CI they fail. */
export const hasRedis = found || process.env['CI'] !== undefined;
export const redisNote = found ? '' : ' (skipped: redis-server is not installed)';

export interface RedisServer {
  readonly port: number;
  readonly password: string;
  /** Without the password. */
  readonly url: string;
  /** As if its computer had lost power. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** With what it proves who it is; it then speaks TLS alone. */
export interface RedisTls {
  readonly cert: string;
  readonly key: string;
}

/** One of the Debian package, on a free port of this computer, with a password, in a folder of its own. `settings`: lines of redis.conf. */
export async function startRedis(
  settings: readonly string[] = durable,
  tls?: RedisTls,
): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cblr-redis-'));
  const port = await freePort();
  const password = randomBytes(16).toString('hex');
  const lines = [
    'bind 127.0.0.1',
    ...(tls === undefined ? [`port ${port}`] : await tlsLines(folder, port, tls)),
    `requirepass ${password}`,
    `dir ${folder}`,
    'save ""',
    'daemonize no',
    ...settings,
  ];
  await writeFile(join(folder, 'redis.conf'), `${lines.join('\n')}\n`, { mode: 0o600 });
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const exited = once(running, 'exit');
    running.kill(signal);
    await exited;
  };
  const server: RedisServer = {
    port,
    password,
    url: `${tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}`,
    kill: () => end('SIGKILL'),
    async start() {
      const started = spawn('redis-server', [join(folder, 'redis.conf')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      await ready(started);
    },
    async stop() {
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function tlsLines(folder: string, port: number, { cert, key }: RedisTls): Promise<readonly string[]> {
  const paths = [join(folder, 'cert.pem'), join(folder, 'key.pem')] as const;
  await writeFile(paths[0], cert);
  await writeFile(paths[1], key, { mode: 0o600 });
  return [
    ...['port 0', `tls-port ${port}`, `tls-cert-file ${paths[0]}`, `tls-key-file ${paths[1]}`],
    ...['tls-auth-clients no', `tls-ca-cert-file ${paths[0]}`],
  ];
}

/** As docs/fleet-on-redis.md says. */
export const durable: readonly string[] = [
  'appendonly yes',
  'appendfsync always',
  'maxmemory-policy noeviction',
];

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += String(chunk);
      if (/Ready to accept connections/.test(said)) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`redis-server did not start: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return address.port;
}

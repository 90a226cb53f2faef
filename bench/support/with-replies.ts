import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from '../../src/lab/certificate.ts';
import { root } from './run.ts';
import { type BenchLab, openSession, withLab } from './with-lab.ts';

export interface BenchReplies {
  readonly url: string;
  /** A home with a profile for it; goes into the environment of measured programs. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Where the pages of processes begin. */
  readonly starts: readonly number[];
}

const rows = 500;
const sensor = 10;

/**
 * A server that takes no time of its own: what the lab answers is kept, and served by a process of its own over TLS. A session is active at
 * once, a command has ended by the first look. There are pages of so many processes, however they are asked for.
 */
export async function withReplies<T>(
  processes: number,
  work: (bench: BenchReplies) => Promise<T>,
): Promise<T> {
  return await withLab({ sensorLatencyMs: 0, processes: Math.max(processes, rows) }, async (lab) => {
    const { folder } = lab;
    const certificate = await makeCertificate();
    await writeFile(join(folder, 'key.pem'), certificate.key);
    await writeFile(join(folder, 'cert.pem'), certificate.cert);
    await writeFile(join(folder, 'replies.json'), JSON.stringify(await recordedReplies(lab)));
    const starts = await recordPages(lab, processes);
    await writeFile(join(folder, 'pages.json'), JSON.stringify(starts));
    const server = spawn(process.execPath, [join(root, 'bench/support/serve-replies.mjs'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [port] = (await once(server.stdout, 'data')) as [Buffer];
      const url = `https://127.0.0.1:${String(port).trim()}`;
      const profile = ['[default]', `url = ${url}`, 'token = x', `ssl_pin = ${certificate.fingerprint}`, ''];
      await writeFile(join(folder, 'cbrc'), profile.join('\n'), { mode: 0o600 });
      return await work({ url, env: lab.env, folder, starts });
    } finally {
      server.kill();
    }
  });
}

async function recordedReplies(lab: BenchLab): Promise<readonly (readonly [string, string])[]> {
  const get = (path: string) => lab.request('GET', path);
  const session = await openSession(lab, sensor);
  const at = `/api/v1/cblr/session/${session}`;
  const active = await get(at);
  const posted = (await lab.request('POST', `${at}/command`, {
    session_id: session,
    name: 'process list',
    object: '',
  })) as { id: number };
  let ended: unknown = posted;
  while ((ended as { status: string }).status !== 'complete') ended = await get(`${at}/command/${posted.id}`);
  const replies: Record<string, unknown> = {
    'GET /api/info': await get('/api/info'),
    [`GET /api/v1/sensor/${sensor}`]: await get(`/api/v1/sensor/${sensor}`),
    'GET /api/v1/cblr/session': [],
    'POST /api/v1/cblr/session': active,
    [`GET ${at}`]: active,
    [`PUT ${at}`]: active,
    [`POST ${at}/command`]: posted,
    [`GET ${at}/command/${posted.id}`]: ended,
    [`GET ${at}/command`]: [posted],
  };
  return Object.entries(replies).map(([key, value]) => [key, JSON.stringify(value)]);
}

/** Ends with a page without documents, as a server's index does. */
async function recordPages({ request, folder }: BenchLab, processes: number): Promise<readonly number[]> {
  const starts: number[] = [];
  const search =
    '/api/v1/process?cb.urlver=1&sort=last_update%20desc&cb.max_last_server_update=2100-01-01T00:00:00Z';
  const each = Math.min(rows, processes);
  for (let start = 0; ; start += each) {
    const page = (await request('GET', `${search}&rows=${each}&start=${start}`)) as { results: unknown[] };
    const isEnd = start >= processes || page.results.length === 0;
    const kept = { ...page, total_results: processes, ...(isEnd ? { results: [] } : {}) };
    await writeFile(join(folder, `page-${start}`), JSON.stringify(kept));
    starts.push(start);
    if (isEnd) return starts;
  }
}

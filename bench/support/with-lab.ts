import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabOptions, RunningLab } from '../../src/lab/lab.ts';
import { startLab } from '../../src/lab/start.ts';

export interface BenchLab {
  readonly lab: RunningLab;
  /** A home with a profile for the lab; goes into the environment of measured programs. */
  readonly env: Readonly<Record<string, string>>;
  /** For files, on the disk that is measured. */
  readonly folder: string;
  /** Calls the API directly: what the lab costs without our client. */
  request(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** Starts a lab in this process for the time of `work`. */
export async function withLab<T>(options: LabOptions, work: (bench: BenchLab) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cblr-bench-'));
  const lab = await startLab({ checkInMs: 0, ...options });
  try {
    const cbrc = join(folder, 'cbrc');
    const lines = [
      '[default]',
      `url = ${lab.url}`,
      `token = ${lab.token}`,
      `ssl_pin = ${lab.fingerprint}`,
      '',
    ];
    await writeFile(cbrc, lines.join('\n'), { mode: 0o600 });
    const env = { CBRC: cbrc, XDG_STATE_HOME: folder, CBAPI_URL: '', CBAPI_TOKEN: '', CB_PROFILE: '' };
    return await work({ lab, env, folder, request: requester(lab) });
  } finally {
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens a session without our client; a `cblr` on the same sensor joins it. */
export async function openSession({ request }: BenchLab, sensor: number): Promise<number> {
  const { id } = (await request('POST', '/api/v1/cblr/session', { sensor_id: sensor })) as { id: number };
  for (let status = ''; status !== 'active'; )
    status = ((await request('GET', `/api/v1/cblr/session/${id}`)) as { status: string }).status;
  return id;
}

/** Asks a lab without our client. */
export function requester(lab: Pick<RunningLab, 'url' | 'token'>) {
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const { request, Agent } = await import('undici');
    dispatcher ??= new Agent({ connect: { rejectUnauthorized: false } });
    const reply = await request(`${lab.url}${path}`, {
      method,
      dispatcher,
      headers: { 'x-auth-token': lab.token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    } as Parameters<typeof request>[1]);
    return await reply.body.json();
  };
}

let dispatcher: import('undici').Agent | undefined;

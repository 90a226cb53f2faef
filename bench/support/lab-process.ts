import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './run.ts';
import { type BenchLab, requester } from './with-lab.ts';

export interface LabProcess extends Omit<BenchLab, 'lab'> {
  /** Until it answered. */
  readonly startedMs: number;
  /** What it has taken of memory at most; NaN where the system does not tell. */
  readonly mib: () => Promise<number>;
}

/** The built `cblr lab` in a process of its own, by its words, for the time of `work`: what is measured is not the lab. */
export async function withLabProcess<T>(
  words: readonly string[],
  work: (bench: LabProcess) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cblr-bench-'));
  const since = performance.now();
  const child = spawn(process.execPath, [join(root, 'bin/cblr.js'), 'lab', '--json', ...words], {
    env: { ...process.env, XDG_STATE_HOME: join(folder, 'lab') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const startedMs = performance.now() - since;
    const { url, token, fingerprint } = JSON.parse(line) as Record<'url' | 'token' | 'fingerprint', string>;
    const cbrc = join(folder, 'cbrc');
    const lines = ['[default]', `url = ${url}`, `token = ${token}`, `ssl_pin = ${fingerprint}`, ''];
    await writeFile(cbrc, lines.join('\n'), { mode: 0o600 });
    const env = { CBRC: cbrc, XDG_STATE_HOME: folder, CBAPI_URL: '', CBAPI_TOKEN: '', CB_PROFILE: '' };
    const mib = () => peakMib(child.pid);
    return await work({ env, folder, startedMs, mib, request: requester({ url, token }) });
  } finally {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function peakMib(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return Number(kib) / 1024;
}

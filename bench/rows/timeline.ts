import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../src/lab/certificate.ts';
import { cbq, type Measured, root } from '../support/run.ts';
import type { Row } from '../support/table.ts';

const perProcess = 5000;
const most = { mib: 250, pageMiB: 60 };

/** One time line of 100,000 and of 1,000,000 events: the memory that it takes is that of what is held at once. */
export async function timelines(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cblr-bench-'));
  const { key, cert, fingerprint } = await makeCertificate();
  await writeFile(join(folder, 'key.pem'), key);
  await writeFile(join(folder, 'cert.pem'), cert);
  const script = join(root, 'bench/support/serve-events.mjs');
  const server = spawn(process.execPath, [script, folder, String(perProcess)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(server.stdout, 'data')) as [Buffer];
    const url = `https://127.0.0.1:${String(port).trim()}`;
    const profile = ['[default]', `url = ${url}`, 'token = x', `ssl_pin = ${fingerprint}`, ''];
    const cbrc = join(folder, 'cbrc');
    await writeFile(cbrc, profile.join('\n'), { mode: 0o600 });
    const env = { CBRC: cbrc, XDG_STATE_HOME: folder, CBAPI_URL: '', CBAPI_TOKEN: '', CB_PROFILE: '' };
    const timeline = (processes: number, ...words: readonly string[]): Promise<Measured> =>
      cbq(['-q', 'timeline', '-', ...words], { env, input: idsOf(processes), discard: words[0] === '-o' });
    const small = await timeline(20, '-o', 'ndjson');
    const large = await timeline(200, '-o', 'ndjson');
    const page = join(folder, 'page.html');
    const paged = await timeline(200, '--html', page);
    const { size } = await stat(page);
    const isWhole = /1,000,0\d\d|"count":1000000/.test(await readFile(page, 'utf8'));
    return [
      {
        what: 'a time line of 1,000,000 events of 200 processes',
        figure: `${large.mib.toFixed(0)} MiB`,
        limit: `${most.mib} MiB`,
        ok: large.mib <= most.mib,
        note: `${(large.ms / 1000).toFixed(0)} s; of 100,000: ${small.mib.toFixed(0)} MiB, ${(small.ms / 1000).toFixed(1)} s`,
      },
      {
        what: 'the same as a page',
        figure: `${(size / 1024 / 1024).toFixed(1)} MiB long`,
        limit: `${most.pageMiB} MiB long, all counted`,
        ok: size <= most.pageMiB * 1024 * 1024 && isWhole,
        note: `${paged.mib.toFixed(0)} MiB of memory, ${(paged.ms / 1000).toFixed(0)} s`,
      },
    ];
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

function idsOf(processes: number): string {
  const id = (at: number) =>
    `00000001-${(at + 1)
      .toString(16)
      .padStart(8, '0')
      .replace(/^(.{4})/, '$1-')}-01da-3c4a5b6c7d8e`;
  return Array.from({ length: processes }, (_, at) => id(at)).join('\n');
}

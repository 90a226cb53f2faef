import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../src/lab/certificate.ts';
import { cbq, root } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { requester } from '../support/with-lab.ts';

/** As many programs, and queries of them, as the public definition files have. */
const programs = 468;
const slots = 4;
const searchMs = 100;
const limit = 1.3;
const mostMib = 200;

/** `cbq hunt run` of some 600 queries, against a server that answers four at once and takes its time for each. */
export async function hunt(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cblr-bench-'));
  const certificate = await makeCertificate();
  const text = JSON.stringify(definitions());
  await writeFile(join(folder, 'key.pem'), certificate.key);
  await writeFile(join(folder, 'cert.pem'), certificate.cert);
  await writeFile(join(folder, 'hits.json'), JSON.stringify(hits()));
  await writeFile(join(folder, 'definitions.json'), text);
  const script = join(root, 'bench/support/serve-queue.mjs');
  const server = spawn(process.execPath, [script, folder, String(slots), String(searchMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(server.stdout, 'data')) as [Buffer];
    const url = `https://127.0.0.1:${String(port).trim()}`;
    const profile = ['[default]', `url = ${url}`, 'token = x', `ssl_pin = ${certificate.fingerprint}`, ''];
    await writeFile(join(folder, 'cbrc'), profile.join('\n'), { mode: 0o600 });
    const env = {
      CBRC: join(folder, 'cbrc'),
      XDG_STATE_HOME: folder,
      CBAPI_URL: '',
      CBAPI_TOKEN: '',
      CB_PROFILE: '',
    };
    const { ms, mib, stdout } = await cbq(
      ['hunt', 'run', join(folder, 'definitions.json'), '-o', 'ndjson', '-q'],
      { env },
    );
    const spent = (await requester({ url, token: 'x' })('GET', '/spent')) as {
      searches: number;
      spentMs: number;
    };
    const ideal = spent.spentMs / slots;
    return [
      {
        what: `cbq hunt run, ${spent.searches} queries, ${slots} at once`,
        figure: `${(ms / ideal).toFixed(2)} x, ${mib.toFixed(0)} MiB`,
        limit: `${limit} x, ${mostMib} MiB`,
        ok: ms <= ideal * limit && mib <= mostMib && stdout !== '',
        note: `${(ms / 1000).toFixed(1)} s, of a quarter of the server's own times`,
      },
    ];
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of each program its names, of some also domains, signers, words of command lines, addresses. */
function definitions(): Readonly<Record<string, unknown>> {
  const values = (what: string, at: number, count: number) =>
    Array.from({ length: count }, (_, i) => `${what}-${at}-${i}`);
  return Object.fromEntries(
    Array.from({ length: programs }, (_, at) => {
      const fields = {
        process_name: values('program', at, 1 + (at % 5)).map((name) => `${name}.exe`),
        ...(at % 9 === 0 ? { domain: values('host', at, 2).map((name) => `${name}.example`) } : {}),
        ...(at % 8 === 0 ? { digsig_publisher: [`Maker ${at}, Inc.`] } : {}),
        ...(at % 30 === 0 ? { internal_name: values('inner', at, 1), cmdline: values('word', at, 3) } : {}),
        ...(at % 100 === 0 ? { ipaddr: Array.from({ length: 50 }, (_each, i) => `198.51.100.${i}`) } : {}),
      };
      return [`Program ${at}`, fields];
    }),
  );
}

function hits(): readonly unknown[] {
  return Array.from({ length: 20 }, (_, at) => ({
    id: `00000001-0000-${at.toString(16).padStart(4, '0')}-01da-1747c6b94b40`,
    hostname: `host-${at}`,
    process_name: 'program.exe',
    path: 'c:\\program.exe',
    cmdline: 'program.exe',
    username: 'mia',
    start: '2024-05-14T09:30:00Z',
    last_update: '2024-05-14T09:31:00Z',
  }));
}

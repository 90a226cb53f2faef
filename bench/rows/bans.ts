import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startRelay } from '../support/relay.ts';
import { cbq, type Measured, median, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, withLab } from '../support/with-lab.ts';

const count = 10_000;
const times = 3;
const atOnce = 8;

/**
 * 10,000 hashes of a file banned, with a look at where each was seen, against curl with as many bare requests at once; and the same
 * again, when all are banned. How many requests are under way is counted by connections, in a run of its own.
 */
export async function manyBans(): Promise<readonly Row[]> {
  return await withLab({}, async (bench) => {
    const first: Measured[] = [];
    const again: Measured[] = [];
    const curls: number[] = [];
    for (let i = 0; i < times; i += 1) {
      const file = await hashFile(bench, `ours-${i}`);
      const add = ['-q', 'ban', 'add', '--file', file, '--text', 'bench'];
      first.push(await cbq(add, { env: bench.env }));
      again.push(await cbq(add, { env: bench.env }));
      curls.push(await byCurl(bench, `curl-${i}`));
    }
    const most = await connections(bench);
    const ms = median(first.map((each) => each.ms));
    const ratio = ms / median(curls);
    const mib = Math.max(...[...first, ...again].map((each) => each.mib));
    const isWhole = [...first, ...again].every(({ stdout }) => stdout.split('\n').length === count + 1);
    const againMs = median(again.map((each) => each.ms));
    return [
      {
        what: '10,000 bans of a file',
        figure: `${mib.toFixed(0)} MiB, ${most} at once`,
        limit: `200 MiB, ${atOnce} at once`,
        ok: mib <= 200 && most <= atOnce && isWhole,
        note: `${(ms / 1000).toFixed(1)} s with the look where each was seen, ${ratio.toFixed(1)} x bare requests by curl`,
      },
      {
        what: 'the same again, all banned already',
        figure: `${(againMs / 1000).toFixed(2)} s`,
        limit: '2 s',
        ok: againMs <= 2000,
        note: 'one list, and no request for each',
      },
    ];
  });
}

function hashes(prefix: string): readonly string[] {
  return Array.from({ length: count }, (_, i) => createHash('md5').update(`${prefix}-${i}`).digest('hex'));
}

async function hashFile({ folder }: BenchLab, prefix: string): Promise<string> {
  const path = join(folder, `${prefix}.txt`);
  await writeFile(path, `${hashes(prefix).join('\n')}\n`);
  return path;
}

/** One process, one connection for each of those under way, and not a look at anything. */
async function byCurl({ lab, folder }: BenchLab, prefix: string): Promise<number> {
  const config = join(folder, `${prefix}.curl`);
  const body = (md5hash: string) => JSON.stringify({ md5hash, text: 'bench', enabled: true });
  const requests = hashes(prefix).map((md5) =>
    [
      `url = "${lab.url}/api/v1/banning/blacklist"`,
      'insecure',
      `header = "X-Auth-Token: ${lab.token}"`,
      'header = "Content-Type: application/json"',
      `data = ${JSON.stringify(body(md5))}`,
      'output = "/dev/null"',
    ].join('\n'),
  );
  await writeFile(config, requests.join('\nnext\n'));
  const { ms } = await run('curl', ['-s', '--parallel', '--parallel-max', String(atOnce), '-K', config]);
  return ms;
}

async function connections(bench: BenchLab): Promise<number> {
  const relay = await startRelay(Number(new URL(bench.lab.url).port));
  try {
    const plain = await readFile(bench.env['CBRC'] ?? '', 'utf8');
    const cbrc = join(bench.folder, 'relayed');
    const url = `https://127.0.0.1:${relay.port}`;
    await writeFile(cbrc, plain.replace(/^url = .*$/m, `url = ${url}`), { mode: 0o600 });
    const file = await hashFile(bench, 'relayed');
    await cbq(['-q', 'ban', 'add', '--file', file], { env: { ...bench.env, CBRC: cbrc } });
    return relay.most();
  } finally {
    await relay.stop();
  }
}

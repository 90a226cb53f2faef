import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cbq, median, repeat, root, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, withLab } from '../support/with-lab.ts';

const times = 5;
const few = 100_000;
const many = 1_000_000;
const hits = 1000;
const modes = { ndjson: 2.5, json: 4, csv: 4, tsv: 4 } as const;
const mostMib = 130;
/** A bound of our own: every run asks for the very same pages, whose order the lab has at hand for cbq and curl alike. */
const search = ['process', '--max-last-server-update', '2100-01-01T00:00:00Z', '-q'];

/** `cbq process --all` against curl, which fetches the pages that cbq asked for one after the other, as compressed as cbq wants them. */
export async function searches(): Promise<readonly Row[]> {
  const rows = await withLab({ processes: few }, async (bench) => [
    ...(await lists(bench)),
    await firstRow(bench),
    await ancestors(bench),
  ]);
  return [...rows, await withLab({ processes: many }, manyDocuments)];
}

async function lists(bench: BenchLab): Promise<readonly Row[]> {
  const urls = await pagesAsked(bench);
  const rounds = await repeat(times, async () => {
    const { ms: curlMs } = await curl(bench, urls);
    const ran: [string, { ms: number; mib: number; ratio: number; curlMs: number }][] = [];
    for (const mode of Object.keys(modes)) {
      const { ms, mib } = await all(bench, mode);
      ran.push([mode, { ms, mib, ratio: ms / curlMs, curlMs }]);
    }
    return new Map(ran);
  });
  return Object.entries(modes).map(([mode, limit]) => {
    const runs = rounds.flatMap((round) => round.get(mode) ?? []);
    const ratio = median(runs.map((each) => each.ratio));
    const mib = Math.max(...runs.map((each) => each.mib));
    const seconds = (values: readonly number[]) => (median(values) / 1000).toFixed(2);
    return {
      what: `cbq process --all of 100,000, ${mode}`,
      figure: `${ratio.toFixed(2)} x curl, ${mib.toFixed(0)} MiB`,
      limit: `${limit} x curl, ${mostMib} MiB`,
      ok: ratio <= limit && mib <= mostMib,
      note: `${seconds(runs.map(({ ms }) => ms))} s, curl ${seconds(runs.map((each) => each.curlMs))} s for ${urls.length} pages`,
    };
  });
}

/** The requests for pages of one run, from the lab's log. */
async function pagesAsked(bench: BenchLab): Promise<readonly string[]> {
  const before = bench.lab.requests.length;
  await all(bench, 'ndjson');
  return bench.lab.requests
    .slice(before)
    .filter(({ url }) => url.startsWith('/api/v1/process?'))
    .map(({ url }) => bench.lab.url + url);
}

const all = ({ env }: BenchLab, mode: string) =>
  cbq([...search, '--all', '-o', mode], { env, discard: true });

/** One process, one connection; nothing is unpacked. */
async function curl({ lab, folder }: BenchLab, urls: readonly string[]) {
  const config = join(folder, 'curl.conf');
  await writeFile(config, urls.map((url) => `url = "${url}"\noutput = "/dev/null"\n`).join(''));
  const headers = ['-H', `X-Auth-Token: ${lab.token}`, '-H', 'Accept-Encoding: gzip'];
  return await run('curl', ['-sfk', ...headers, '-K', config]);
}

/** When the first row of all is there, against the whole program for no more than the first page: both start, connect and ask. */
async function firstRow({ env }: BenchLab): Promise<Row> {
  const pairs = await repeat(times, async () => {
    const { ms } = await cbq([...search, '--limit', '500', '-o', 'ndjson'], { env, discard: true });
    return { page: ms, row: await firstByte([...search, '--all', '-o', 'ndjson'], env) };
  });
  const ratio = median(pairs.map(({ page, row }) => row / page));
  return {
    what: 'the first of 100,000 rows',
    figure: `${ratio.toFixed(2)} x the first page`,
    limit: '1.5 x the first page',
    ok: ratio <= 1.5,
    note: `${median(pairs.map(({ row }) => row)).toFixed(0)} ms, start of the program included`,
  };
}

async function firstByte(args: readonly string[], env: BenchLab['env']): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(root, 'bin/cbq.js'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const ms = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', () => resolve(performance.now() - startedAt));
    child.once('close', (code) => reject(new Error(`cbq ended with ${code} before its first row`)));
  });
  child.kill();
  await ended;
  return ms;
}

/** Ancestors are those that hits and other ancestors name as their parent, known to the server or not. */
async function ancestors({ env, lab }: BenchLab): Promise<Row> {
  const before = lab.requests.length;
  const { ms, stdout } = await cbq([...search, '--limit', String(hits), '--parents', '-o', 'ndjson'], {
    env,
  });
  const asked = lab.requests.slice(before).map(({ url }) => url);
  const rows = stdout.trimEnd().split('\n');
  const named = new Set(rows.map((line) => (JSON.parse(line) as { parent_id?: string }).parent_id ?? ''));
  named.delete('');
  const walked = asked.filter((url) => /^\/api\/v\d\/process\/[0-9a-f-]+\/\d+/.test(url)).length;
  return {
    what: 'cbq process --parents of 1,000',
    figure: `${walked} requests`,
    limit: `${named.size}, the distinct ancestors`,
    ok: walked <= named.size && walked > 0 && rows.length > hits,
    note: `and ${asked.length - walked} for the pages of hits; ${rows.length} rows in ${(ms / 1000).toFixed(2)} s`,
  };
}

async function manyDocuments(bench: BenchLab): Promise<Row> {
  const { ms, mib } = await all(bench, 'ndjson');
  return {
    what: 'cbq process --all of 1,000,000, ndjson',
    figure: `${mib.toFixed(0)} MiB`,
    limit: `${mostMib} MiB`,
    ok: mib <= mostMib,
    note: `${(ms / 1000).toFixed(1)} s`,
  };
}

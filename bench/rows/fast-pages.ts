import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cbq, median, repeat, root, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { type BenchReplies, withReplies } from '../support/with-replies.ts';

const times = 5;
const documents = 150_000;
const modes = { ndjson: 2.5, csv: 4, tsv: 4 } as const;
const mostMib = 130;
const search = ['process', '--max-last-server-update', '2100-01-01T00:00:00Z', '-q', '--all', '-o'];

/**
 * `cbq process --all` on a server that takes no time, against curl, which fetches the same pages over one connection; beside it what Node
 * takes that does nothing else with them.
 */
export async function fastPages(): Promise<readonly Row[]> {
  return await withReplies(documents, async (bench) => {
    const rounds = await repeat(times, async () => {
      const { ms: curlMs } = await curl(bench);
      const { ms: nodeMs } = await bareNode(bench);
      const ran = new Map<string, { ms: number; mib: number; curlMs: number; nodeMs: number }>();
      for (const mode of Object.keys(modes)) {
        const ours = await cbq([...search, mode], { env: bench.env, discard: true });
        ran.set(mode, { ...ours, curlMs, nodeMs });
      }
      return ran;
    });
    return Object.entries(modes).map(([mode, limit]) => {
      const runs = rounds.flatMap((round) => round.get(mode) ?? []);
      const ratio = median(runs.map(({ ms, curlMs }) => ms / curlMs));
      const least = median(runs.map(({ nodeMs, curlMs }) => nodeMs / curlMs));
      const mib = Math.max(...runs.map((each) => each.mib));
      const seconds = (values: readonly number[]) => (median(values) / 1000).toFixed(2);
      return {
        what: `cbq process --all of 150,000 from a fast server, ${mode}`,
        figure: `${ratio.toFixed(2)} x curl, ${mib.toFixed(0)} MiB`,
        limit: `${limit} x curl, ${mostMib} MiB`,
        ok: ratio <= limit && mib <= mostMib,
        note: `${seconds(runs.map(({ ms }) => ms))} s, curl ${seconds(runs.map(({ curlMs }) => curlMs))} s, bare Node ${least.toFixed(2)} x curl`,
      };
    });
  });
}

async function bareNode({ url, starts }: BenchReplies) {
  return await run(process.execPath, [
    join(root, 'bench/support/fetch-pages.mjs'),
    url,
    ...starts.map(String),
  ]);
}

async function curl({ url, folder, starts }: BenchReplies) {
  const config = join(folder, 'curl.conf');
  const each = starts.map((start) => `url = "${url}/api/v1/process?start=${start}"\noutput = "/dev/null"\n`);
  await writeFile(config, each.join(''));
  return await run('curl', ['-sfk', '-K', config]);
}

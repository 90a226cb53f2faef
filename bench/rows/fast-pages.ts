import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cbq, median, repeat, root, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { type BenchReplies, withReplies } from '../support/with-replies.ts';

const times = 5;
const documents = 150_000;
const modes = { ndjson: 2.5, csv: 4, tsv: 4 } as const;
const mostMib = 130;
/** What a bare Node does with what it fetched. */
const bareWays = ['socket', 'nothing', 'look', 'parse'] as const;
type BareWay = (typeof bareWays)[number];
const search = ['process', '--max-last-server-update', '2100-01-01T00:00:00Z', '-q', '--all', '-o'];

/**
 * `cbq process --all` on a server that takes no time, against curl, which fetches the same pages over one connection; beside it what Node
 * takes that does nothing with them, by a socket alone or by a client, looks at each byte, or parses them.
 */
export async function fastPages(): Promise<readonly Row[]> {
  return await withReplies(documents, async (bench) => {
    const rounds = await repeat(times, async () => {
      const { ms: curlMs } = await curl(bench);
      const bare = new Map<BareWay, number>();
      for (const way of bareWays) bare.set(way, (await bareNode(way, bench)).ms / curlMs);
      const ran = new Map<string, { ms: number; mib: number; curlMs: number; bare: typeof bare }>();
      for (const mode of Object.keys(modes)) {
        const ours = await cbq([...search, mode], { env: bench.env, discard: true });
        ran.set(mode, { ...ours, curlMs, bare });
      }
      return ran;
    });
    return Object.entries(modes).map(([mode, limit]) => {
      const runs = rounds.flatMap((round) => round.get(mode) ?? []);
      const ratio = median(runs.map(({ ms, curlMs }) => ms / curlMs));
      const bare = (way: BareWay) => median(runs.map((each) => each.bare.get(way) ?? Number.NaN)).toFixed(2);
      const mib = Math.max(...runs.map((each) => each.mib));
      const seconds = (values: readonly number[]) => (median(values) / 1000).toFixed(2);
      return {
        what: `cbq process --all of 150,000 from a fast server, ${mode}`,
        figure: `${ratio.toFixed(2)} x curl, ${mib.toFixed(0)} MiB`,
        limit: `${limit} x curl, ${mostMib} MiB`,
        ok: ratio <= limit && mib <= mostMib,
        note: `${seconds(runs.map(({ ms }) => ms))} s, curl ${seconds(runs.map(({ curlMs }) => curlMs))} s, bare Node ${bare('nothing')} x curl, by a socket alone ${bare('socket')}, with a loop over the bytes ${bare('look')}, with JSON.parse ${bare('parse')}`,
      };
    });
  });
}

async function bareNode(way: BareWay, { url, starts }: BenchReplies) {
  return await run(process.execPath, [
    join(root, 'bench/support/fetch-pages.mjs'),
    way,
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

import { cbq, type Measured, median, repeat, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { withReplies } from '../support/with-replies.ts';

const times = 9;
const documents = 20_000;
/** 40 ms where a Node that does nothing takes 24, as on the computer that the limit was set on. */
const most = { added: 40 / 24, mib: 200 };
const search = ['process', '--max-last-server-update', '2100-01-01T00:00:00Z', '-q'];

/** What `--jq` adds to a search of one row, and what it takes of memory over many; without it, nothing of it is loaded. */
export async function jqCosts(): Promise<readonly Row[]> {
  return await withReplies(documents, async ({ env }) => {
    const asked = (...words: readonly string[]): Promise<Measured> =>
      cbq([...search, ...words], { env, discard: true });
    const added: Row[] = [];
    for (const expression of ['.id', 'select(.netconn_count >= 0) | .id']) {
      const pairs = await repeat(times, async () => {
        const plain = await asked('--limit', '1', '-o', 'ndjson');
        const shaped = await asked('--limit', '1', '--jq', expression);
        const { ms: bareMs } = await run(process.execPath, ['-e', '0'], { env });
        return { ms: shaped.ms - plain.ms, cpuMs: shaped.cpuMs - plain.cpuMs, bareMs };
      });
      const addedMs = median(pairs.map(({ ms }) => ms));
      const bareMs = median(pairs.map((pair) => pair.bareMs));
      added.push({
        what: `--jq '${expression}' of one row`,
        figure: `+ ${(addedMs / bareMs).toFixed(2)} x node -e 0`,
        limit: `+ ${most.added.toFixed(2)} x`,
        ok: addedMs <= most.added * bareMs,
        note: `+ ${addedMs.toFixed(0)} ms, + ${median(pairs.map(({ cpuMs }) => cpuMs)).toFixed(0)} of processor time; node ${bareMs.toFixed(0)} ms`,
      });
    }
    const all = await asked('--all', '--jq', 'select(.netconn_count > 0) | {id, hostname}');
    const rows = await asked('--all', '-o', 'ndjson');
    return [
      ...added,
      {
        what: `--jq over ${documents.toLocaleString('en-US')} documents`,
        figure: `${all.mib.toFixed(0)} MiB`,
        limit: `${most.mib} MiB`,
        ok: all.mib <= most.mib,
        note: `${(all.ms / 1000).toFixed(2)} s, as ndjson without it ${(rows.ms / 1000).toFixed(2)} s, ${rows.mib.toFixed(0)} MiB`,
      },
    ];
  });
}

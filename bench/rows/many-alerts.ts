import { cbq } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { withLab } from '../support/with-lab.ts';

const count = 5000;
/** Most ids that the server takes at once. */
const atOnce = 500;
const mostMib = 200;

/** `cbq alert set-status` over all alerts: a page and an update for 500 of them, and one look at what the server allows. */
export async function manyAlerts(): Promise<readonly Row[]> {
  return await withLab({ alerts: count, processes: 5000 }, async (bench) => {
    const before = bench.lab.requests.length;
    const words = ['alert', 'set-status', 'in-progress', '--query', 'alert_type:*', '--yes', '-q'];
    const { ms, mib, stdout } = await cbq(words, { env: bench.env });
    const asked = bench.lab.requests.slice(before);
    const updates = asked.filter(({ method, url }) => method === 'POST' && url.startsWith('/api/v1/alert'));
    const rows = stdout.split('\n').filter((line) => /\t(?:done|already so)\t/.test(line)).length;
    const most = count / atOnce;
    return [
      {
        what: `cbq alert set-status over ${count.toLocaleString('en-US')} alerts`,
        figure: `${updates.length} updates, ${mib.toFixed(0)} MiB`,
        limit: `${most} updates, ${mostMib} MiB`,
        ok: rows === count && updates.length <= most && mib <= mostMib,
        note: `${asked.length} requests in all, ${rows} rows, ${(ms / 1000).toFixed(2)} s`,
      },
    ];
  });
}

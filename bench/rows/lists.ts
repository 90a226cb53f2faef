import { cblr, type Measured, median, repeat, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, openSession, withLab } from '../support/with-lab.ts';

const times = 3;
const directory = 'C:\\lab\\many';

/**
 * Large lists, drawn as a table to a pipe: the whole program, without what the lab takes to make and send the same list to curl, and
 * without what the program takes for one entry.
 */
export async function largeLists(): Promise<readonly Row[]> {
  return await withLab({ sensorLatencyMs: 0 }, async (bench) => {
    const session = await openSession(bench, 10);
    const ours = (...args: readonly string[]) => cblr(['-q', ...args], { env: bench.env });
    await ours('exec', '10', '--no-wait', 'lab-many-processes.exe 10000');
    const one = await repeat(times, () => ours('stat', '10', directory));
    const measure = async (what: string, command: object, ...args: readonly string[]) => {
      const labMs = await repeat(times, () => labAlone(bench, session, command));
      const listed = await repeat(times, () => ours(...args, '-o', 'table'));
      return row(what, listed, { lab: median(labMs), program: median(one.map(({ ms }) => ms)) });
    };
    const list = { name: 'directory list', object: `${directory}\\` };
    return [
      await measure('ls of 100,000 entries, drawn', list, 'ls', '10', directory),
      await measure('ps of 10,000 processes, drawn', { name: 'process list' }, 'ps', '10'),
    ];
  });
}

/** From the post of a command until curl has the whole of its result, compressed as we ask for it. */
async function labAlone({ lab, request }: BenchLab, session: number, command: object): Promise<number> {
  const at = `/api/v1/cblr/session/${session}/command`;
  const startedAt = performance.now();
  const { id } = (await request('POST', at, command)) as { id: number };
  const headers = ['-H', `X-Auth-Token: ${lab.token}`, '-H', 'Accept-Encoding: gzip'];
  await run('curl', ['-sk', ...headers, '-o', '/dev/null', `${lab.url}${at}/${id}?wait=true`]);
  return performance.now() - startedAt;
}

function row(
  what: string,
  listed: readonly Measured[],
  without: { readonly lab: number; readonly program: number },
): Row {
  const adds = Math.max(0, median(listed.map(({ ms }) => ms)) - without.lab - without.program);
  const mib = Math.max(...listed.map((each) => each.mib));
  const count = Math.min(...listed.map(({ stdout }) => stdout.split('\n').length - 1));
  return {
    what,
    figure: `${(adds / 1000).toFixed(2)} s, ${mib.toFixed(0)} MiB`,
    limit: '1 s, 200 MiB',
    ok: adds <= 1000 && mib <= 200 && count >= 10_000,
    note: `${count} lines; the lab alone ${(without.lab / 1000).toFixed(2)} s, a stat ${(without.program / 1000).toFixed(2)} s`,
  };
}

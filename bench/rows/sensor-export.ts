import { join } from 'node:path';
import { cbq, type Measured, median, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, withLab } from '../support/with-lab.ts';

const count = 50_000;
const page = 500;
const times = 3;

/** The whole fleet as CSV, against curl that fetches the same pages one after the other, compressed as we ask for them. */
export async function sensorExport(): Promise<readonly Row[]> {
  return await withLab({ sensors: count, processes: 0 }, async (bench) => {
    const fields = 'id,computer_name,status,group_name,os_environment_display_string,last_checkin_time';
    // The lab sorts the fleet once, for whoever comes first.
    await byCurl(bench);
    const rounds: { readonly ours: Measured; readonly curlMs: number }[] = [];
    for (let i = 0; i < times; i += 1) {
      const to = join(bench.folder, `sensors-${i}.csv`);
      const ours = await cbq(['sensor', 'export', '--fields', fields, '--to', to], { env: bench.env });
      rounds.push({ ours, curlMs: await byCurl(bench) });
    }
    const whole = await cbq(['-q', 'sensor', 'export', '-o', 'csv'], { env: bench.env });
    const ratio = median(rounds.map(({ ours, curlMs }) => ours.ms / curlMs));
    const mib = Math.max(whole.mib, ...rounds.map(({ ours }) => ours.mib));
    const seconds = (values: readonly number[]) => (median(values) / 1000).toFixed(1);
    const lines = whole.stdout.split('\n').length - 2;
    return [
      {
        what: `cbq sensor export of ${count.toLocaleString('en-US')} sensors`,
        figure: `${ratio.toFixed(2)} x curl, ${mib.toFixed(0)} MiB`,
        limit: '4 x, 200 MiB',
        ok: ratio <= 4 && mib <= 200 && lines === count,
        note: `${seconds(rounds.map(({ ours }) => ours.ms))} s; the same ${count / page} pages by curl, which reads nothing of them, ${seconds(rounds.map(({ curlMs }) => curlMs))} s`,
      },
    ];
  });
}

async function byCurl({ lab }: BenchLab): Promise<number> {
  const headers = ['-H', `X-Auth-Token: ${lab.token}`, '-H', 'Accept-Encoding: gzip'];
  const pages = `${lab.url}/api/v2/sensor?sort.col=computer_name&sort.dir=asc&start=[0-${count - page}:${page}]&rows=${page}`;
  return (await run('curl', ['-sk', ...headers, pages], { discard: true })).ms;
}

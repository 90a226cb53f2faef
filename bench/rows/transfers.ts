import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cblr, median, repeat, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, openSession, withLab } from '../support/with-lab.ts';

const gib = 1024 ** 3;
/** The disk cache takes the same bytes in 0.2 s or in 2: the medians of a few runs in turn are what can be compared. */
const times = 5;
const remote = 'C:\\lab\\zero-1g.bin';

/** One GiB each way against curl, same server, same disk; ours hashes, checks sizes and starts a program besides. */
export async function transfers(): Promise<readonly Row[]> {
  return await withLab({ sensorLatencyMs: 0 }, async (bench) => [await get(bench), await put(bench)]);
}

async function get(bench: BenchLab): Promise<Row> {
  const { env, folder, lab } = bench;
  const ours = join(folder, 'ours.bin');
  const theirs = join(folder, 'curl.bin');
  const session = await openSession(bench, 3);
  const fileId = await storeFile(bench, session);
  const url = `${lab.url}/api/v1/cblr/session/${session}/file/${fileId}/content`;
  const mine: number[] = [];
  const curls: number[] = [];
  let mib = 0;
  await repeat(times, async () => {
    const got = await cblr(['get', '10', remote, ours, '--quiet'], { env });
    if ((await stat(ours)).size !== gib) throw new Error('get is not whole');
    mine.push(got.ms);
    mib = Math.max(mib, got.mib);
    await rm(ours);
    curls.push((await run('curl', ['-sk', '-H', `X-Auth-Token: ${lab.token}`, '-o', theirs, url])).ms);
    await rm(theirs);
  });
  return row('get of 1 GiB with SHA-256', median(mine), median(curls), 2.5, mib);
}

async function put(bench: BenchLab): Promise<Row> {
  const { env, folder, lab } = bench;
  const source = join(folder, 'source.bin');
  const file = await open(source, 'w');
  await file.truncate(gib);
  await file.close();
  const session = await openSession(bench, 4);
  // Joined by ours: only so can the bench take what was stored away again.
  const joined = await openSession(bench, 10);
  const url = `${lab.url}/api/v1/cblr/session/${session}/file`;
  const mine: number[] = [];
  const curls: number[] = [];
  let mib = 0;
  await repeat(times, async () => {
    const sent = await cblr(['put', '10', source, `C:\\Windows\\Temp\\bench-${mine.length}.bin`, '--quiet'], {
      env,
    });
    mine.push(sent.ms);
    mib = Math.max(mib, sent.mib);
    curls.push(
      (await run('curl', ['-sk', '-H', `X-Auth-Token: ${lab.token}`, '-F', `file=@${source}`, url])).ms,
    );
    for (const used of [session, joined]) await removeStored(bench, used);
    await cblr(['rm', '10', `C:\\Windows\\Temp\\bench-${mine.length - 1}.bin`, '--yes', '--quiet'], { env });
  });
  return row('put of 1 GiB', median(mine), median(curls), 1.6, mib);
}

/** A gigabyte more with each run would leave the disk cache less for the next. */
async function removeStored({ request }: BenchLab, session: number): Promise<void> {
  const at = `/api/v1/cblr/session/${session}/file`;
  for (const { id } of (await request('GET', at)) as { id: number }[]) await request('DELETE', `${at}/${id}`);
}

async function storeFile({ request }: BenchLab, session: number): Promise<number> {
  const at = `/api/v1/cblr/session/${session}/command`;
  const posted = (await request('POST', at, { name: 'get file', object: remote })) as {
    id: number;
    file_id: number;
  };
  await request('GET', `${at}/${posted.id}?wait=true`);
  return posted.file_id;
}

function row(what: string, ms: number, curl: number, limit: number, mib: number): Row {
  const ratio = ms / curl;
  return {
    what,
    figure: `${ratio.toFixed(2)} x curl, ${mib.toFixed(0)} MiB`,
    limit: `${limit} x curl, 130 MiB`,
    ok: ratio <= limit && mib <= 130,
    note: `${(ms / 1000).toFixed(2)} s, curl ${(curl / 1000).toFixed(2)} s`,
  };
}

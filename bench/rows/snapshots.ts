import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { median, root } from '../support/run.ts';
import { openShell } from '../support/shell.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, withLab } from '../support/with-lab.ts';
import { latencies } from './verbs.ts';

const times = 5;

/** `snap` at several sensor latencies: one start, and what is added to the time of the programs that it runs. */
export async function snapshots(): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const latency of latencies)
    found.push(await withLab({ sensorLatencyMs: latency }, (bench) => measure(bench, latency)));
  return found;
}

async function measure(bench: BenchLab, latency: number): Promise<Row> {
  const body = await lineOf(bench);
  const line = `snap ${bench.folder}/one.snap --force`;
  const shell = openShell(bench);
  const took: number[] = [];
  let starts = 0;
  let tools = 0;
  try {
    await shell.verb(line);
    for (let i = 0; i < times; i += 1) {
      // Behind the removal of what the one before has left.
      await shell.verb('stat C:\\');
      const before = bench.lab.requests.length;
      took.push(await shell.verb(line));
      starts = bench.lab.requests.slice(before).filter(({ command }) => command === 'create process').length;
    }
    await shell.verb('stat C:\\');
    tools = await toolsAlone(bench, latency, body);
  } finally {
    await shell.close();
  }
  const limit = 3 * latency + 80;
  const adds = median(took) - tools;
  return {
    what: `snap at ${latency} ms`,
    figure: `${adds.toFixed(0)} ms, ${starts} start`,
    limit: `${limit} ms (3 sensor times + 80), 1 start`,
    ok: adds <= limit && starts === 1,
    note: `its programs + ${tools.toFixed(0)} ms`,
  };
}

/** What `snap` posts for its programs. */
async function lineOf({ env, folder }: BenchLab): Promise<unknown> {
  const words = ['snap', '10', `${folder}/none.snap`, '-n'];
  const { stdout } = await promisify(execFile)(process.execPath, [`${root}bin/cblr.js`, ...words], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(/^POST \S+\/command (\{.*\})$/m.exec(stdout)?.[1] ?? '');
}

/** The same line by two plain requests in the shell's own session: how long its programs take, beside the time of the sensor. */
async function toolsAlone({ request }: BenchLab, latency: number, body: unknown): Promise<number> {
  const all = (await request('GET', '/api/v1/cblr/session')) as readonly {
    readonly id: number;
    readonly status: string;
  }[];
  const at = `/api/v1/cblr/session/${all.find(({ status }) => status === 'active')?.id}`;
  const took: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const startedAt = performance.now();
    const posted = (await request('POST', `${at}/command`, body)) as { id: number };
    await request('GET', `${at}/command/${posted.id}?wait=true`);
    took.push(performance.now() - startedAt - latency);
  }
  return median(took);
}

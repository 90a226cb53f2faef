import { median } from '../support/run.ts';
import { openShell } from '../support/shell.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, withLab } from '../support/with-lab.ts';

export const latencies = [60, 130, 270, 1000];
const verbs = ['stat C:\\Windows\\explorer.exe', 'ls C:\\Windows', 'ps --pid 4'];
const times = 20;

/** Simple verbs inside a shell at several sensor latencies: what is added to the sensor's time, and how many requests a verb sends. */
export async function simpleVerbs(): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const latency of latencies)
    found.push(...(await withLab({ sensorLatencyMs: latency }, (bench) => measure(bench, latency))));
  return found;
}

async function measure(bench: BenchLab, latency: number): Promise<readonly Row[]> {
  const labAdds = await labAlone(bench, latency);
  const shell = openShell(bench);
  const found: Row[] = [];
  try {
    await shell.verb('stat C:\\');
    for (const verb of verbs) {
      const added: number[] = [];
      let most = 0;
      for (let i = 0; i < times; i += 1) {
        const before = bench.lab.requests.length;
        added.push((await shell.verb(verb)) - latency);
        most = Math.max(most, bench.lab.requests.length - before);
      }
      const limit = Math.max(25, latency * 0.2);
      const adds = median(added);
      found.push({
        what: `${verb.split(' ')[0]} at ${latency} ms`,
        figure: `+ ${adds.toFixed(0)} ms, ${most} requests`,
        limit: `+ ${limit.toFixed(0)} ms, 9 requests`,
        ok: adds <= limit && most <= 9,
        note: `lab alone + ${labAdds.toFixed(0)} ms`,
      });
    }
    const execLimit = 3 * latency + 80;
    const execs: number[] = [];
    for (let i = 0; i < 5; i += 1) execs.push(await shell.verb('exec hostname'));
    // As at a prompt: the sensor is not held.
    const jobs: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      // Behind the removal of what the one before has left: the first may be asked ahead of it.
      for (let look = 0; look < 2; look += 1) await shell.verb('stat C:\\');
      const began = performance.now();
      await shell.verb('exec hostname &');
      await shell.verb('wait');
      jobs.push(performance.now() - began);
      await shell.verb('fg');
    }
    for (const [how, took] of [
      ['', median(execs)],
      [', the sensor not held', median(jobs)],
    ] as const) {
      found.push({
        what: `exec hostname at ${latency} ms${how}`,
        figure: `${took.toFixed(0)} ms`,
        limit: `${execLimit} ms (3 sensor times + 80)`,
        ok: took <= execLimit,
      });
    }
    found.push(await besideAProgram(shell, latency));
  } finally {
    // The end of a script waits for the program of ten minutes.
    await shell.kill();
  }
  return found;
}

/** What a verb takes while a program of ten minutes runs, left at Ctrl-C or begun by `&`. */
async function besideAProgram(shell: ReturnType<typeof openShell>, latency: number): Promise<Row> {
  await shell.verb('exec ping -n 600 10.0.0.1 &');
  const added: number[] = [];
  for (let i = 0; i < times; i += 1)
    added.push((await shell.verb('stat C:\\Windows\\explorer.exe')) - latency);
  const limit = Math.max(25, latency * 0.2);
  const adds = median(added);
  return {
    what: `stat beside a program of ten minutes at ${latency} ms`,
    figure: `+ ${adds.toFixed(0)} ms`,
    limit: `+ ${limit.toFixed(0)} ms`,
    ok: adds <= limit,
    note: `at most + ${Math.max(...added).toFixed(0)} ms: behind a look at the program`,
  };
}

/** The same command by two plain requests, the second held by the server until the end: what the lab itself adds. */
async function labAlone({ request }: BenchLab, latency: number): Promise<number> {
  const session = (await request('POST', '/api/v1/cblr/session', { sensor_id: 3 })) as { id: number };
  const at = `/api/v1/cblr/session/${session.id}`;
  for (let status = ''; status !== 'active'; )
    status = ((await request('GET', at)) as { status: string }).status;
  const added: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const startedAt = performance.now();
    const posted = (await request('POST', `${at}/command`, { name: 'process list' })) as { id: number };
    await request('GET', `${at}/command/${posted.id}?wait=true`);
    added.push(performance.now() - startedAt - latency);
  }
  await request('PUT', at, { status: 'close' });
  return median(added);
}

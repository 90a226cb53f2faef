// Run as a program of its own, so that its peak memory is the lab's: prints one line of JSON.
import { startLab } from '../../src/lab/start.ts';

export interface Million {
  readonly documents: number;
  readonly madeMs: number;
  /** Milliseconds of the first request for a page of 100, and of the median of several. */
  readonly byNameMs: readonly [first: number, median: number];
  readonly byTermMs: readonly [first: number, median: number];
  readonly termHits: number;
  readonly mib: number;
}

/** Words of command lines, from which the most frequent one below the limit is taken. */
const words = ['mdworker', 'ping', 'embedding', 'robocopy', 'logrotate', 'wermgr', '/prefetch', 'splwow64'];
const mostHits = 20_000;

const count = Number(process.argv[2] ?? 1_000_000);
const lab = await startLab({ tls: false, now: Date.UTC(2024, 4, 14, 9, 30), processes: count });

async function ask(query: string, more: string): Promise<{ ms: number; total: number }> {
  const since = performance.now();
  const url = `${lab.url}/api/v1/process?q=${encodeURIComponent(query)}${more}`;
  const reply = await fetch(url, { headers: { 'x-auth-token': lab.token, 'accept-encoding': 'identity' } });
  const json = (await reply.json()) as { total_results: number };
  return { ms: performance.now() - since, total: json.total_results };
}

const page = `&rows=100&sort=${encodeURIComponent('last_update desc')}`;

async function timed(query: (turn: number) => string): Promise<[number, number]> {
  const times: number[] = [];
  for (let turn = 0; turn < 9; turn += 1) times.push((await ask(query(turn), page)).ms);
  return [times[0] ?? 0, times.toSorted((a, b) => a - b)[4] ?? 0];
}

const since = performance.now();
await ask('', '&rows=0');
const madeMs = performance.now() - since;
// A server that has been up for a while.
for (let turn = 0; turn < 20; turn += 1) await ask('process_name:lsass.exe', `${page}&start=${turn}`);

// An upper bound of its own each time, so that nothing is answered from what was counted before.
const bound = (turn: number) => `last_update:[* TO 2024-05-14T09:2${turn}:00]`;
const byNameMs = await timed(
  (turn) =>
    ['chrome', 'dllhost', 'cmd', 'ping', 'conhost', 'taskhost', 'net', 'wermgr', 'curl'].map(
      (name) => `process_name:${name}.exe`,
    )[turn] ?? '',
);
let [term, termHits] = ['', 0];
for (const word of words) {
  const { total } = await ask(`cmdline:${word}`, '&rows=0');
  if (total <= mostHits && total > termHits) [term, termHits] = [word, total];
}
const byTermMs = await timed((turn) => `cmdline:${term} ${bound(turn)}`);
const mib = process.resourceUsage().maxRSS / 1024;
const { total } = await ask('', '&rows=0');
await lab.stop();
process.stdout.write(
  `${JSON.stringify({ documents: total, madeMs, byNameMs, byTermMs, termHits, mib } satisfies Million)}\n`,
);

import type { HostState, Run, RunHost } from '../../fleet/store/run-types.ts';
import { checkInFrom } from '../../fleet/work/check-in.ts';
import { type Column, type Result, rows } from '../../spec/result.ts';
import { spanWords } from '../../text/time-words.ts';
import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';
import { countWords } from './run-words.ts';

type Counts = Readonly<Record<HostState, number>>;

interface Row {
  readonly host: RunHost;
  readonly words: string;
  readonly steps: number;
}

export const fleetShow = command({
  name: 'fleet show',
  about: 'how far a run is, host by host',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: { run: runOperand },
  options: {
    state: {
      kind: 'choice',
      choices: ['waiting', 'opening', 'running', 'done', 'failed', 'unknown', 'expired', 'skipped'],
      about: 'only hosts in this state',
    },
  },
  search: ['status', 'progress', 'state'],
  examples: [
    { line: 'cblr fleet show', shows: 'the newest run' },
    { line: 'cblr fleet show 1 --state done', shows: 'where it is through' },
  ],
  run: ({ run: number, state }, context) =>
    withRun(number, context, ({ number: own, store }) => {
      const run = store.run();
      const nowMs = context.runtime.clock.now();
      const hosts = store.hosts().filter((host) => state === undefined || host.state === state);
      const { owner } = run;
      const counts = store.counts();
      const { runtime } = context;
      const isOwned = store.isOwned(runtime.hostname(), nowMs, runtime.isRunning);
      return hostRows(hosts, run, nowMs, () => [
        `run ${own}: ${run.line}; ${countWords(counts)}`,
        ...(isOwned && owner !== undefined ? [`process ${owner.pid} on ${owner.machine} works on it`] : []),
        ...(isOwned ? [] : howToGoOn(run, own, counts)),
      ]);
    }),
});

/** What each host waits for, is at, or ended with. */
export function hostRows(
  hosts: readonly RunHost[],
  { steps }: Pick<Run, 'steps'>,
  nowMs: number,
  notes: () => readonly string[] = () => [],
): Result {
  const shown = hosts.map((host) => ({ host, words: stateWords(host, nowMs), steps: steps.length }));
  return rows(shown, columns, { noun: 'hosts', isLong: true, notes });
}

/** Of a run on which nobody works. */
function howToGoOn(
  { wish, pauseReason }: Run,
  number: number,
  { waiting, opening, running }: Counts,
): readonly string[] {
  const resume = `cblr fleet resume ${number} goes on`;
  const why = pauseReason === undefined ? '' : `: ${pauseReason}`;
  if (wish === 'pause') return [`it is paused${why}; ${resume}`];
  return wish === 'run' && waiting + opening + running > 0 ? [`nobody works on it; ${resume}`] : [];
}

/** What a host waits for, or why it ended. */
function stateWords(host: RunHost, nowMs: number): string {
  const { state, detail, isOnline, lastCheckInMs } = host;
  if (state !== 'waiting') return detail ?? '';
  if (!isOnline) {
    const since =
      lastCheckInMs === undefined
        ? ''
        : `, last check-in ${spanWords(Math.max(0, nowMs - lastCheckInMs))} ago`;
    return `offline${since}`;
  }
  const next = checkInFrom(host, nowMs);
  const when =
    next === undefined ? 'for its turn' : `for its turn, next check-in in ${spanWords(next - nowMs)}`;
  return detail === undefined ? when : `${when}; ${detail}`;
}

const columns: readonly Column<Row>[] = [
  { field: 'sensor_id', head: 'id', of: ({ host }) => host.id, align: 'right' },
  { field: 'hostname', head: 'hostname', of: ({ host }) => host.name, style: () => 'name', least: 15 },
  {
    field: 'state',
    head: 'state',
    of: ({ host }) => host.state,
    style: ({ host: { state } }) =>
      state === 'done' ? 'ok' : ['failed', 'unknown'].includes(state) ? 'bad' : 'dim',
  },
  { field: 'step', head: 'step', of: ({ host, steps }) => Math.min(host.step, steps), align: 'right' },
  { field: 'steps', head: 'of', of: ({ steps }) => steps, align: 'right' },
  { field: 'attempts', head: 'tries', of: ({ host }) => host.attempts, align: 'right', wide: true },
  { field: 'detail', head: '', of: ({ words }) => words, whole: true },
];

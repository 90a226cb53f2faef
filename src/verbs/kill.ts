import { type KillOutcome, processName } from '../live/processes.ts';
import { type Column, rows } from '../spec/result.ts';
import { verb } from './context.ts';
import { named } from './named.ts';

export const kill = verb({
  name: 'kill',
  about: 'end processes on the sensor',
  details:
    'A pid that ps has shown as another process, and a pid or name that no process has, is an error before anything is ended. ' +
    'A name ends every process of that name.',
  group: 'processes',
  wire: ['process list', 'kill'],
  effect: 'destroys',
  async question({ process }, { live, signal }) {
    const found = await live.processes.find(process, signal);
    // What was asked about is what is ended: run looks again, and refuses a pid that has changed hands.
    live.processes.remember(found);
    return `end ${named(found.map((entry) => `${entry.pid} ${processName(entry)}`))} on ${live.session.sensor.hostname}?`;
  },
  operands: { process: { kind: 'process', many: true, about: 'pid or name, as shown by ps' } },
  options: { wait: { kind: 'flag', about: 'look until the process is gone' } },
  search: ['taskkill', 'stop', 'terminate', 'pkill'],
  examples: [
    { line: 'kill 1664 1800', shows: 'end two processes' },
    { line: 'kill notepad.exe --wait', shows: 'end every notepad and see them gone' },
  ],

  async run({ process, wait }, { live, signal }) {
    const processes = await live.processes.find(process, signal);
    return rows(live.processes.kill(processes, { wait, signal }), columns, {
      noun: 'processes',
      outcome: (row) => (row.outcome === 'failed' ? { failed: row.error } : 'done'),
    });
  },
});

const columns: readonly Column<KillOutcome>[] = [
  { field: 'pid', head: 'pid', of: (row) => row.pid, align: 'right' },
  { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
  {
    field: 'outcome',
    head: 'result',
    of: (row) => row.outcome,
    style: (row) => (row.outcome === 'failed' ? 'bad' : row.outcome === 'not sent' ? 'dim' : 'ok'),
  },
];

import { type Column, rows } from '../../spec/result.ts';
import { formatDuration } from '../../text/age.ts';
import { type Job, jobExitCode, stateOf } from '../jobs/jobs.ts';
import { builtin, type ShellContext } from '../shell-context.ts';

export const jobs = builtin({
  name: 'jobs',
  about: 'list what runs behind the prompt, and what has ended there',
  details:
    'A & behind a verb starts it as a job; Ctrl-C in exec offers to leave it as one. commands lists what the sensor was asked for.',
  group: 'shell',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['background', 'bg', 'running'],
  examples: [{ line: 'jobs', shows: 'the number of each, how it goes, and for how long' }],

  run: (_input, context) =>
    rows(context.foreground.jobs.all(), jobColumns(context), { noun: 'jobs', isLong: false }),
});

/** With its sensor where there are several. */
export function jobColumns({
  runtime: { clock },
  sessions,
}: Pick<ShellContext, 'runtime' | 'sessions'>): readonly Column<Job>[] {
  const took = ({ startedMs, endedMs = clock.monotonic() }: Job) => formatDuration(endedMs - startedMs);
  return [
    { field: 'number', head: '#', of: ({ number }) => number, align: 'right' },
    { field: 'state', head: 'state', of: stateOf },
    { field: 'exit_code', head: 'exit code', of: jobExitCode, align: 'right' },
    { field: 'took', head: 'took', of: took },
    {
      field: 'hostname',
      head: 'on',
      of: ({ task }) => task.on.host,
      style: () => 'name',
      ...(sessions.areSeveral ? {} : { wide: 'data' as const }),
    },
    { field: 'line', head: 'line', of: ({ task }) => task.line },
  ];
}

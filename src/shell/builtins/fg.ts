import { alreadyShown } from '../../run/outcome.ts';
import { builtin } from '../shell-context.ts';

export const fg = builtin({
  name: 'fg',
  about: 'show the output of a job, and wait for its end',
  details: 'Once shown to its end, the job is forgotten.',
  group: 'shell',
  effect: 'reads',
  operands: { job: { kind: 'job', optional: true, about: 'its number, the newest when left out' } },
  options: {},
  search: ['foreground', 'output', 'attach'],
  examples: [{ line: 'fg 1', shows: 'what it has written, and what it writes' }],

  async run({ job }, { foreground, ends, sink, signal }) {
    return alreadyShown(await foreground.bring(foreground.jobs.find(job), { ...ends, out: sink }, signal));
  },
});

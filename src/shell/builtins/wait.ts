import { alreadyShown, success } from '../../run/outcome.ts';
import { untilAborted } from '../jobs/until-aborted.ts';
import { builtin } from '../shell-context.ts';

export const wait = builtin({
  name: 'wait',
  about: 'wait until a job, or all of them, have ended',
  details:
    'Ctrl-C stops waiting; the jobs go on. It ends as the job did, of several as the first that failed.',
  group: 'shell',
  effect: 'reads',
  operands: { job: { kind: 'job', optional: true, about: 'its number, all when left out' } },
  options: {},
  examples: [{ line: 'wait', shows: 'the prompt again when nothing runs behind it' }],

  async run({ job }, { foreground, signal }) {
    const { jobs } = foreground;
    const wanted = job === undefined ? jobs.all() : [jobs.find(job)];
    const releases = wanted.map(({ task }) => task.awaited());
    try {
      const outcomes = await untilAborted(Promise.all(wanted.map(({ task }) => task.ended)), signal);
      return alreadyShown(outcomes.find(({ exitCode }) => exitCode !== 0) ?? success);
    } finally {
      for (const release of releases) release();
    }
  },
});

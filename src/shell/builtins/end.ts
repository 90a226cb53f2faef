import { rows } from '../../spec/result.ts';
import type { Job } from '../jobs/jobs.ts';
import { untilAborted } from '../jobs/until-aborted.ts';
import { builtin } from '../shell-context.ts';
import { jobColumns } from './jobs.ts';

export const end = builtin({
  name: 'end',
  about: 'end jobs: kill %N does the same',
  details:
    'A program is ended on the sensor with what it has started; a transfer is stopped. One that cannot be ended goes on as a job.',
  group: 'shell',
  effect: 'reads',
  operands: { job: { kind: 'job', many: true, about: 'its number' } },
  options: {},
  search: ['kill', 'stop', 'cancel'],
  examples: [{ line: 'end 1', shows: 'how it ended; fg 1 shows its output' }],

  async run({ job }, context) {
    const { jobs } = context.foreground;
    const wanted = job.map((number) => jobs.find(Number(number)));
    const goesOn = new Map<Job, unknown>();
    async function* ended(): AsyncGenerator<Job> {
      for (const each of wanted) {
        try {
          await untilAborted(each.task.end(), context.signal);
          jobs.told(each);
        } catch (error) {
          context.signal.throwIfAborted();
          goesOn.set(each, error);
        }
        yield each;
      }
    }
    return rows(ended(), jobColumns(context), {
      noun: 'jobs',
      isLong: false,
      outcome: (each) => (goesOn.has(each) ? { failed: goesOn.get(each) } : 'done'),
    });
  },
});

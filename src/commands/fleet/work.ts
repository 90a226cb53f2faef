import { CbError } from '../../errors/cb-error.ts';
import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { workerOptions } from './queue-options.ts';

const usualHosts = 4;
const usualLockMs = 30_000;
const leastLockMs = 1000;

export const fleetWork = command({
  name: 'fleet work',
  about: 'do the hosts of runs that others put on a queue',
  details:
    'A worker takes hosts of the server of its profile from the queue in Redis (fleet run --queue), and does the steps of signed runs on them: by its own profile, also on another computer than the run. What it gives goes to the run; files that it fetches stay here, below the state folder. Ctrl-C ends it once hosts under way have ended the step that they are at. A readonly profile does only what reads. docs/fleet-on-redis.md sets all of it up.',
  group: 'fleet',
  effect: 'reads',
  operands: {},
  options: {
    ...workerOptions,
    slots: { kind: 'integer', value: 'N', about: `hosts at once by this worker; ${usualHosts} if not said` },
    lock: { kind: 'durationMs', about: 'a worker that is not heard for so long has lost its hosts (30s)' },
  },
  conflicts: [['signers', 'queueKey']],
  search: ['worker', 'redis', 'queue', 'distributed', 'agent'],
  examples: [
    {
      line: 'cblr fleet work --queue rediss://queue.example:6379 --signers ~/.ssh/cblr-signers',
      shows: 'do the runs of colleagues whose keys stand in the file',
    },
  ],
  async run({ slots = usualHosts, lock = usualLockMs, ...input }, { program }) {
    const { queue, signers, queueKey: keyFile, queueWait: waitMs } = input;
    if (queue === undefined) throw new CbError('Usage', 'fleet work needs --queue');
    if (slots < 1) throw new CbError('Usage', '--slots wants 1 or more');
    if (lock < leastLockMs) throw new CbError('Usage', '--lock wants 1s or more');
    const services = await program.fleet();
    await services.workQueue({ url: queue, signers, keyFile, waitMs }, { most: slots, lockMs: lock });
    return done('');
  },
});

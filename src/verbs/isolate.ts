import { isolationWait } from '../ops/isolation.ts';
import { isolationFor } from '../ops/isolation-term.ts';
import { isolateOwn } from './change-isolation.ts';
import { verb } from './context.ts';

export const isolate = verb({
  name: 'isolate',
  about: 'cut this sensor off from the network, but for the server',
  details:
    'The sensor does it at its next check-in, and this session goes on. --wait stays until it has confirmed, and fails with exit 5 where it has not. From outside of a session it is cbq isolate.',
  group: 'session',
  shellOnly: true,
  effect: 'disrupts',
  undo: 'kept',
  question: 'own',
  operands: {},
  options: { wait: isolationWait, for: isolationFor },
  search: ['quarantine', 'contain', 'network', 'block'],
  examples: [
    { line: 'isolate', shows: 'wanted, and in effect with the next check-in' },
    { line: 'isolate --wait=2m', shows: 'with the confirmation of the sensor' },
    { line: 'isolate --for 4h', shows: 'with an end that cbq isolate due sees to' },
  ],
  run: ({ wait, for: forMs }, context) => isolateOwn({ isWanted: true, wait, forMs }, context),
});

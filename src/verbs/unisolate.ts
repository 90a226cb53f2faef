import { isolationWait } from '../ops/isolation.ts';
import { isolateOwn } from './change-isolation.ts';
import { verb } from './context.ts';

export const unisolate = verb({
  name: 'unisolate',
  about: 'let this sensor back into the network',
  details: 'The sensor does it at its next check-in. From outside of a session it is cbq unisolate.',
  group: 'session',
  shellOnly: true,
  effect: 'changes',
  undo: 'kept',
  operands: {},
  options: { wait: isolationWait },
  search: ['release', 'quarantine', 'contain', 'network'],
  examples: [{ line: 'unisolate --wait', shows: 'released, and confirmed by the sensor' }],
  run: ({ wait }, context) => isolateOwn({ isWanted: false, wait }, context),
});

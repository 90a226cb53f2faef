import { isolationWait } from '../../ops/isolation.ts';
import { query } from '../context.ts';
import { isolateEach } from './change-isolation.ts';
import { sensorsOperand } from './each-sensor.ts';

export const sensorUnisolate = query({
  name: 'sensor unisolate',
  aliases: ['unisolate'],
  about: 'let isolated sensors back into the network',
  details:
    'The server is told at once; a sensor does it at its next check-in, one that is offline when it comes back.',
  group: 'sensors',
  effect: 'changes',
  undo: 'kept',
  shownBy: 'cbq sensor show',
  operands: { sensor: sensorsOperand },
  options: { wait: isolationWait },
  search: ['release', 'quarantine', 'contain', 'restore', 'network'],
  examples: [
    { line: 'cbq unisolate 10 --wait', shows: 'released, and confirmed by the sensor' },
    { line: 'cbq sensor unisolate - --dry-run', shows: 'what would be sent for the sensors of stdin' },
  ],
  run: ({ sensor, wait }, context) => isolateEach(sensor, { isWanted: false, wait }, context),
});

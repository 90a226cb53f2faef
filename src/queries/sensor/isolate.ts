import { isolationWait } from '../../ops/isolation.ts';
import { isolationFor } from '../../ops/isolation-term.ts';
import { query } from '../context.ts';
import { isolateEach } from './change-isolation.ts';
import { sensorsOperand } from './each-sensor.ts';

export const sensorIsolate = query({
  name: 'sensor isolate',
  aliases: ['isolate'],
  about: 'cut sensors off from the network, but for the server',
  details:
    'The server is told at once; a sensor does it at its next check-in, one that is offline when it comes back. Live Response keeps working. --wait stays until each sensor has confirmed, and fails with exit 5 where one has not.',
  group: 'sensors',
  effect: 'disrupts',
  undo: 'kept',
  question: 'own',
  shownBy: 'cbq sensor show',
  operands: { sensor: sensorsOperand },
  options: { wait: isolationWait, for: isolationFor },
  search: ['quarantine', 'contain', 'network', 'block'],
  examples: [
    { line: 'cbq isolate 10', shows: 'wanted, and in effect with the next check-in' },
    { line: 'cbq sensor isolate 10 CORP-DC-01 --wait=2m', shows: 'two, and their confirmation' },
    { line: 'cbq isolate 10 --for 4h', shows: 'isolated, with an end that cbq isolate due sees to' },
  ],
  run: ({ sensor, wait, for: forMs }, context) =>
    isolateEach(sensor, { isWanted: true, wait, forMs }, context),
});

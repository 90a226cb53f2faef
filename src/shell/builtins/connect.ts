import { done } from '../../spec/result.ts';
import { builtin } from '../shell-context.ts';

export const connectAnother = builtin({
  name: 'connect',
  about: 'open a session on another sensor, and go there',
  details:
    'Each session keeps its directory. The prompt shows which one a line goes to; @N in front of a verb sends one line to another. Where this shell has a session on the sensor already, it goes there.',
  group: 'session',
  effect: 'reads',
  operands: { sensor: { kind: 'sensor', about: 'sensor id, hostname or address' } },
  options: {
    wait: { kind: 'durationMs', optionalValue: true, about: 'wait for a sensor that is offline (20m)' },
  },
  search: ['open', 'attach', 'another', 'host'],
  examples: [{ line: 'connect devr-test', shows: 'a prompt on that host; use 1 goes back' }],

  async run({ sensor, wait }, { sessions, signal, note }) {
    const isNew = await sessions.connect(sensor, { wait, signal, note });
    const { number, host, session } = sessions.current;
    const fields = { number, sensor_id: session.sensorId, hostname: host, session_id: session.id };
    return done(
      isNew
        ? `session ${number} of this shell; use and @N go to one`
        : `session ${number} is on ${host} already`,
      fields,
    );
  },
});

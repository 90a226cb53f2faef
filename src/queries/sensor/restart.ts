import type { Sensor } from '../../api/wire/sensor.ts';
import { changeSensor } from '../../ops/change-sensor.ts';
import { waitsFor } from '../../ops/sensor-words.ts';
import { query } from '../context.ts';
import { eachSensor, mustHaveCheckedIn, sensorsOperand } from './each-sensor.ts';

export const sensorRestart = query({
  name: 'sensor restart',
  about: 'restart the service of sensors at their next check-in',
  details: 'The sensor program is restarted, not the computer.',
  group: 'sensors',
  effect: 'changes',
  undo: { not: 'it has restarted' },
  shownBy: 'cbq sensor show',
  operands: { sensor: sensorsOperand },
  options: {},
  search: ['service', 'reboot', 'agent'],
  examples: [{ line: 'cbq sensor restart 10', shows: 'queued until it checks in' }],

  run: ({ sensor: words }, context) =>
    eachSensor(
      words,
      {
        verb: 'queued',
        async act(sensor, { cb, turns, signal }) {
          const queued = (now: Sensor) => `queued: ${waitsFor(now, cb.http.serverClock.nowMs())}`;
          if (sensor.isRestartQueued) return { sensor, outcome: 'same', detail: queued(sensor) };
          const wish = {
            change: { restart_queued: true },
            isSo: (now: Sensor) => now.isRestartQueued,
            fades: true,
          } as const;
          const now = await changeSensor(cb, sensor, wish, { turns, signal });
          if (now === undefined) return { sensor, outcome: 'done' };
          if (!now.isRestartQueued) mustHaveCheckedIn(sensor, now, 'restart_queued');
          const detail = now.isRestartQueued ? queued(now) : 'no longer queued: it has checked in since';
          return { sensor: now, outcome: 'done', detail };
        },
      },
      context,
    ),
});

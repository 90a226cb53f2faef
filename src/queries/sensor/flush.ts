import type { Sensor } from '../../api/wire/sensor.ts';
import { changeSensor } from '../../ops/change-sensor.ts';
import { waitsFor } from '../../ops/sensor-words.ts';
import { formatTimeUtc } from '../../text/age.ts';
import { query } from '../context.ts';
import { eachSensor, mustHaveCheckedIn, sensorsOperand } from './each-sensor.ts';

const dayMs = 86_400_000;

export const sensorFlush = query({
  name: 'sensor flush',
  about: 'have sensors send all their events at once',
  details:
    'The sensor sends its backlog without regard to the bandwidth, from its next check-in until all is sent, a day at most.',
  group: 'sensors',
  effect: 'changes',
  undo: { not: 'what the sensor has sent is with the server' },
  shownBy: 'cbq sensor show',
  operands: { sensor: sensorsOperand },
  options: {},
  search: ['events', 'backlog', 'upload', 'sync'],
  examples: [{ line: 'cbq sensor flush 10', shows: 'its backlog comes with the next check-in' }],

  run: ({ sensor: words }, context) =>
    eachSensor(
      words,
      {
        verb: 'told to send',
        async act(sensor, { cb, turns, signal }) {
          const until = sensor.flushUntilMs;
          if (until !== undefined && until > cb.http.serverClock.nowMs())
            return { sensor, outcome: 'same', detail: `until ${formatTimeUtc(until)} at most` };
          // Servers of 6.x refuse any other form of a time; it must lie ahead by their clock (contract/sensors.md).
          const flushTime = new Date(cb.http.serverClock.nowMs() + dayMs).toUTCString();
          const wish = {
            change: { event_log_flush_time: flushTime },
            isSo: (now: Sensor) => now.flushUntilMs !== undefined && now.flushUntilMs !== until,
            fades: true,
          } as const;
          const now = await changeSensor(cb, sensor, wish, { turns, signal });
          if (now === undefined) return { sensor, outcome: 'done' };
          // Null again: all has been sent.
          if (now.flushUntilMs === undefined) mustHaveCheckedIn(sensor, now, 'event_log_flush_time');
          const detail =
            now.flushUntilMs === undefined
              ? 'all is sent'
              : `wanted: ${waitsFor(now, cb.http.serverClock.nowMs())}`;
          return { sensor: now, outcome: 'done', detail };
        },
      },
      context,
    ),
});

import type { Sensor } from '../../api/wire/sensor.ts';
import { changeSensor } from '../../ops/change-sensor.ts';
import { shortName } from '../../text/short-name.ts';
import { spanWords } from '../../text/time-words.ts';
import { query } from '../context.ts';
import { eachSensor, mustHaveCheckedIn, sensorsOperand } from './each-sensor.ts';

/** So many names stand in the question. */
const mostNamed = 5;

export const sensorUninstall = query({
  name: 'sensor uninstall',
  about: 'have sensors remove themselves from their computers',
  details:
    'Each does it at its next check-in, one that is offline when it comes back. Nothing is recorded there any more, and there is no Live Response; what the server has recorded stays. It cannot be called back from here: a sensor is installed anew.',
  group: 'sensors',
  effect: 'destroys',
  undo: { not: 'a sensor is installed anew on its computer' },
  question: 'own',
  shownBy: 'cbq sensor show',
  operands: { sensor: sensorsOperand },
  options: {},
  search: ['remove', 'delete', 'agent', 'decommission'],
  examples: [{ line: 'cbq sensor uninstall 10 --dry-run', shows: 'what would be sent' }],

  run: ({ sensor: words }, context) =>
    eachSensor(
      words,
      {
        verb: 'to be uninstalled',
        async before(sensors) {
          const wanted = sensors.filter((sensor) => !sensor.isUninstalling);
          if (wanted.length === 0 || context.dryRun || context.ask.yes) return false;
          const named = wanted.slice(0, mostNamed).map(({ id, name }) => `${shortName(name)} (${id})`);
          const more = wanted.length - named.length;
          const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
          const what = wanted.length === 1 ? 'the sensor of' : `${wanted.length} sensors:`;
          await context.ask.confirm(`uninstall ${what} ${list}?`);
          return true;
        },
        async act(sensor, { cb, turns, signal }) {
          const told = (now: Sensor) => uninstallWords(now, cb.http.serverClock.nowMs());
          if (sensor.isUninstalling) return { sensor, outcome: 'same', detail: told(sensor) };
          const wish = {
            change: { uninstall: true },
            isSo: (now: Sensor) => now.isUninstalling,
            fades: true,
          } as const;
          const now = await changeSensor(cb, sensor, wish, { turns, signal });
          if (now === undefined) return { sensor, outcome: 'done' };
          if (!now.isUninstalling) mustHaveCheckedIn(sensor, now, 'uninstall');
          const detail = now.isUninstalling ? told(now) : 'no longer queued: it has checked in since';
          return { sensor: now, outcome: 'done', detail };
        },
      },
      context,
    ),
});

/** Its status says no longer whether it is online. */
function uninstallWords({ status, lastCheckInMs }: Sensor, nowMs: number): string {
  if (/^uninstalled$/i.test(status)) return 'uninstalled';
  const last =
    lastCheckInMs === undefined
      ? 'it was never seen'
      : `the last was ${spanWords(nowMs - lastCheckInMs)} ago`;
  return `at its next check-in; ${last}`;
}

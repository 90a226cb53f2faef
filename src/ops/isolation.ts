import type { Cb } from '../api/client.ts';
import type { Sensor } from '../api/wire/sensor.ts';
import { CbError, interruptKind, isCbError } from '../errors/cb-error.ts';
import { isDoubtful } from '../errors/server-fault.ts';
import { isSilent } from '../errors/write-fault.ts';
import type { Clock } from '../ports/clock.ts';
import { formatDuration } from '../text/age.ts';
import type { Turns } from './at-most.ts';
import { lookBehind } from './look-behind.ts';
import { isolationWords, waitsFor } from './sensor-words.ts';

export interface IsolationHow {
  /** Isolate, or release. */
  readonly isWanted: boolean;
  /** How long the sensor may take to confirm, in ms; undefined to wait for nothing. */
  readonly waitMs: number | undefined;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'sleep'>;
  /** For requests; may live on for a while after Ctrl-C. */
  readonly signal: AbortSignal;
  /** Ends a wait, and keeps what was not sent from being sent. */
  readonly stop: AbortSignal;
  /** Where many are at it: each request waits for its turn. */
  readonly turns?: Turns | undefined;
  /** Told what is waited for, as it changes. */
  readonly onWait?: ((words: string) => void) | undefined;
}

export interface IsolationEnd {
  /** As the server shows it at the end. */
  readonly sensor: Sensor;
  /** `same`: it was wanted already. */
  readonly outcome: 'done' | 'same';
  /** The sensor itself reports it. */
  readonly isConfirmed: boolean;
  /** In a few words: `isolated`, `isolation pending: next check-in in 12 s`. */
  readonly words: string;
}

const lookMs = 1000;
/** A wait that is asked for without a time. */
const defaultWaitMs = 5 * 60_000;

/** `--wait` of whatever isolates or releases. */
export const isolationWait = {
  kind: 'durationMs',
  optionalValue: true,
  value: '5m',
  about: 'until the sensor confirms, so long at most; 5m when not said',
} as const;

/** How long to wait for; undefined to wait for nothing, as in a dry run nothing comes. */
export function isolationWaitMs(wait: number | true | undefined, isDryRun: boolean): number | undefined {
  if (isDryRun) return undefined;
  return wait === true ? defaultWaitMs : wait;
}

/**
 * Asks the server to isolate a sensor or to release it, and waits for the sensor to confirm where that is wanted (contract/sensors.md). What
 * is wanted already is not asked for again. Kinds: `Unsupported`, `NotConfirmed` where the sensor did not confirm in time, `CommandFailed`
 * where the server did not take the wish or somebody took it back meanwhile.
 */
export async function setIsolation(
  { sensors, http }: Pick<Cb, 'sensors' | 'http'>,
  before: Sensor,
  how: IsolationHow,
): Promise<IsolationEnd> {
  const { isWanted, waitMs, clock, signal, stop, turns = atOnce } = how;
  const { id } = before;
  const { serverClock } = http;
  const end = (sensor: Sensor, outcome: IsolationEnd['outcome']): IsolationEnd => ({
    sensor,
    outcome,
    isConfirmed: sensor.isolationWanted === isWanted && sensor.isIsolated === isWanted,
    words: isolationWords(sensor, serverClock.nowMs()),
  });
  if (isWanted && before.supportsIsolation === false && !before.isolationWanted) {
    throw new CbError('Unsupported', `sensor ${id} (${before.name}) cannot be isolated`, {
      hint: 'its sensor version or system does not support it',
      context: { sensor_id: id },
    });
  }
  if (before.isolationWanted === isWanted) return await settle(before, 'same');
  const asked = await ask();
  return asked === undefined ? end(before, 'done') : await settle(asked, 'done');

  /** Undefined in a dry run. */
  async function ask(): Promise<Sensor | undefined> {
    let lost: CbError | undefined;
    const isSent = await turns(async () => {
      stop.throwIfAborted();
      try {
        return await sensors.update(before, { network_isolation_enabled: isWanted }, { signal });
      } catch (error) {
        // The server may have taken it all the same: what it shows tells.
        if (!isDoubtful(error)) throw error;
        // A reply that says nothing decides nothing, and the server has answered.
        if (!isSilent(error)) lost = error;
        return true;
      }
    });
    if (!isSent) return undefined;
    const sensor = await turns(() => lookBehind(sensors.get(id, { signal })));
    if (sensor.isolationWanted === isWanted) return sensor;
    if (lost !== undefined)
      throw lost.reworded({ message: `${lost.message}; the server shows nothing of it`, mayBeDone: true });
    throw notTaken(sensor, isWanted, 'the server took the request and shows nothing of it');
  }

  async function settle(sensor: Sensor, outcome: IsolationEnd['outcome']): Promise<IsolationEnd> {
    const now = end(sensor, outcome);
    return now.isConfirmed || waitMs === undefined ? now : await wait(sensor, outcome, waitMs);
  }

  async function wait(
    asked: Sensor,
    outcome: IsolationEnd['outcome'],
    patienceMs: number,
  ): Promise<IsolationEnd> {
    const deadline = clock.monotonic() + patienceMs;
    let sensor = asked;
    for (;;) {
      const left = deadline - clock.monotonic();
      if (left <= 0) throw notConfirmed(sensor, isWanted, patienceMs, serverClock.nowMs());
      const words = isolationWords(sensor, serverClock.nowMs());
      how.onWait?.(words);
      await clock.sleep(Math.min(lookMs, left), stop).catch((error: unknown) => {
        throw stop.aborted ? stoppedWaiting(sensor, words, stop.reason, error) : error;
      });
      const last = sensor;
      sensor = await turns(() => sensors.get(id, { signal }).catch((error) => orLast(error, last)));
      if (sensor.isolationWanted !== isWanted)
        throw notTaken(sensor, isWanted, 'somebody took it back meanwhile');
      const now = end(sensor, outcome);
      if (now.isConfirmed) return now;
    }
  }
}

/** One look that failed does not end the wait: the wish stands, and the next look may tell. */
function orLast(error: unknown, last: Sensor): Sensor {
  if (isCbError(error, 'Network', 'Timeout', 'BadReply', 'ServerError')) return last;
  throw error;
}

const atOnce: Turns = (run) => run();

function notTaken({ id, name }: Sensor, isWanted: boolean, why: string): CbError {
  const text = `${why}: network_isolation_enabled of sensor ${id} (${name}) was set to ${isWanted} and is ${!isWanted}`;
  return new CbError('CommandFailed', text, { context: { sensor_id: id } });
}

function stoppedWaiting({ id }: Sensor, words: string, reason: unknown, cause: unknown): CbError {
  return new CbError(interruptKind(reason), `no longer waited for, it stays wanted: ${words}`, {
    cause,
    context: { sensor_id: id },
  });
}

function notConfirmed(sensor: Sensor, isWanted: boolean, waitedMs: number, nowMs: number): CbError {
  const { id, name } = sensor;
  const waited = waitedMs < 1000 ? `${waitedMs} ms` : formatDuration(waitedMs);
  return new CbError(
    'NotConfirmed',
    `sensor ${id} (${name}) did not confirm within ${waited}: ${waitsFor(sensor, nowMs)}`,
    {
      hint: `it stays wanted: the sensor is ${isWanted ? 'isolated' : 'released'} as soon as it checks in`,
      context: { sensor_id: id },
    },
  );
}

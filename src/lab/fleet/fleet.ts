import type { LabClock } from '../clock.ts';
import type { FaultSet } from '../faults/fault-set.ts';
import { hashText } from '../random.ts';
import type { Sensor } from './sensor.ts';

/** The sensors, and when they check in. */
export class Fleet {
  readonly #byId: ReadonlyMap<number, Sensor>;
  readonly #clock: LabClock;
  /** Milliseconds between two check-ins of a sensor that is online. */
  readonly checkInMs: number;
  /** When a sensor's rhythm was last set, in elapsed milliseconds. */
  readonly #rhythm = new Map<number, number>();
  #silentSince: number | undefined;

  constructor(sensors: readonly Sensor[], clock: LabClock, faults: FaultSet, checkInMs: number) {
    this.#byId = new Map(sensors.map((sensor) => [sensor.id, sensor]));
    this.#clock = clock;
    this.checkInMs = checkInMs;
    faults.onChange((name) => {
      if (name === 'sensor-silent') {
        this.#silentSince = faults.has(name) ? (this.#silentSince ?? clock.elapsedMs()) : undefined;
      }
    });
  }

  all(): Iterable<Sensor> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: number): Sensor | undefined {
    return this.#byId.get(id);
  }

  /** Elapsed milliseconds at which all sensors fell silent; undefined while they talk (fault `sensor-silent`). */
  get silentSince(): number | undefined {
    return this.#silentSince;
  }

  /** Its rhythm starts anew: the next check-in is `checkInMs` from now. */
  restartRhythm(sensor: Sensor): void {
    this.#rhythm.set(sensor.id, this.#clock.elapsedMs());
  }

  /** Unix milliseconds of the last check-in and, as the server expects it, the next. */
  checkIns(sensor: Sensor): { last: number; next: number } {
    if (sensor.presence !== 'online') {
      return { last: sensor.lastSeen * 1000, next: sensor.lastSeen * 1000 + 30_000 };
    }
    const interval = Math.max(1, this.checkInMs);
    const base = this.#rhythm.get(sensor.id) ?? -(hashText(String(sensor.id)) % interval);
    const elapsed = Math.max(
      base,
      Math.min(this.#clock.elapsedMs(), this.#silentSince ?? Number.POSITIVE_INFINITY),
    );
    const lastElapsed = base + Math.floor((elapsed - base) / interval) * interval;
    const shown = this.#clock.nowMs() - this.#clock.elapsedMs();
    return { last: shown + lastElapsed, next: shown + lastElapsed + interval };
  }
}

import type { LabClock } from '../clock.ts';
import type { FaultSet } from '../faults/fault-set.ts';
import { hashText } from '../random.ts';
import type { Sensor, SensorState } from './sensor.ts';

/** The sensors, when they check in, and what they then hear of the console. */
export class Fleet {
  readonly #byId: ReadonlyMap<number, Sensor>;
  readonly #clock: LabClock;
  /** Milliseconds between two check-ins of a sensor that is online. */
  readonly checkInMs: number;
  /** When a sensor's rhythm was last set, in elapsed milliseconds. */
  readonly #rhythm = new Map<number, number>();
  /** Who has something to hear at the next check-in, and since when, in elapsed milliseconds. */
  readonly #waiting = new Map<Sensor, number>();
  readonly #changed = new Set<Sensor>();
  #version = 0;
  #silentSince: number | undefined;

  constructor(sensors: readonly Sensor[], clock: LabClock, faults: FaultSet, checkInMs: number) {
    this.#byId = new Map(sensors.map((sensor) => [sensor.id, sensor]));
    this.#clock = clock;
    this.checkInMs = checkInMs;
    faults.onChange((name) => {
      if (name === 'sensor-silent') {
        this.settle();
        this.#silentSince = faults.has(name) ? (this.#silentSince ?? clock.elapsedMs()) : undefined;
      }
    });
  }

  all(): Iterable<Sensor> {
    this.settle();
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: number): Sensor | undefined {
    this.settle();
    return this.#byId.get(id);
  }

  /** Another number after every change to any sensor; check-ins that change nothing do not count. */
  get version(): number {
    this.settle();
    return this.#version;
  }

  /** Sensors that are no longer as they were made. */
  get changed(): Iterable<Sensor> {
    this.settle();
    return this.#changed;
  }

  /** Elapsed milliseconds at which all sensors fell silent; undefined while they talk (fault `sensor-silent`). */
  get silentSince(): number | undefined {
    return this.#silentSince;
  }

  /** Its rhythm starts anew: the next check-in is `checkInMs` from now. */
  restartRhythm(sensor: Sensor): void {
    this.settle();
    this.#rhythm.set(sensor.id, this.#clock.elapsedMs());
  }

  /** What the console wants of a sensor from now on. The sensor hears of it at its next check-in: never, if there is none. */
  change(sensor: Sensor, change: Partial<SensorState>): void {
    this.settle();
    Object.assign(sensor, change);
    this.#changed.add(sensor);
    this.#version += 1;
    if (sensor.presence === 'online') {
      this.#waiting.set(sensor, this.#clock.elapsedMs());
    }
  }

  /** Lets the check-ins that were meanwhile take effect; every access does so first, so no timer is needed. */
  settle(): void {
    for (const [sensor, since] of this.#waiting) {
      const { elapsed, base } = this.#lastCheckIn(sensor);
      // A rhythm that starts anew does not start with a check-in.
      if (elapsed > since && elapsed > base) {
        this.#waiting.delete(sensor);
        this.#hear(sensor, this.#shownMs(elapsed));
      }
    }
  }

  /** Unix milliseconds of the last check-in and, as the server expects it, the next. */
  checkIns(sensor: Sensor): { last: number; next: number } {
    if (sensor.presence !== 'online') {
      return { last: sensor.lastSeen * 1000, next: sensor.lastSeen * 1000 + 30_000 };
    }
    const last = this.#shownMs(this.#lastCheckIn(sensor).elapsed);
    return { last, next: last + this.#interval };
  }

  get #interval(): number {
    return Math.max(1, this.checkInMs);
  }

  #lastCheckIn(sensor: Sensor): { elapsed: number; base: number } {
    const interval = this.#interval;
    const base = this.#rhythm.get(sensor.id) ?? -(hashText(String(sensor.id)) % interval);
    const until = Math.max(
      base,
      Math.min(this.#clock.elapsedMs(), this.#silentSince ?? Number.POSITIVE_INFINITY),
    );
    return { elapsed: base + Math.floor((until - base) / interval) * interval, base };
  }

  #shownMs(elapsed: number): number {
    return this.#clock.nowMs() - this.#clock.elapsedMs() + elapsed;
  }

  /** A sensor checks in and does as it is told (contract/sensors.md, "Update"). */
  #hear(sensor: Sensor, atMs: number): void {
    this.#version += 1;
    sensor.isolating = sensor.isolationRequested && sensor.supportsIsolation;
    if (sensor.restartQueued) {
      sensor.restartQueued = false;
      sensor.serviceStart = atMs / 1000;
    }
    if (sensor.flushTime !== null) {
      sensor.flushTime = null;
      sensor.eventlogBytes = 0;
      sensor.storefileBytes = 0;
    }
    if (sensor.uninstallQueued) {
      Object.assign(sensor, {
        presence: 'uninstalled',
        lastSeen: atMs / 1000,
        uninstallQueued: false,
        isolating: false,
      } satisfies Partial<SensorState>);
    }
  }
}

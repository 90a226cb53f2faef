import type { LabClock } from '../clock.ts';
import type { FaultSet } from '../faults/fault-set.ts';
import { hashText } from '../random.ts';
import type { Sensor, SensorState } from './sensor.ts';

/** When sensors check in. */
export interface CheckIns {
  /** Milliseconds between two of a sensor that is online. */
  readonly everyMs: number;
  /** How far a sensor's own interval may be off that, as a share. With one each keeps its rhythm: a session waits for it. */
  readonly spread: number;
  /** How far each check-in may be off that rhythm, as a share of the interval; the server knows the next one. Below 1, and 0 when not said. */
  readonly jitter?: number;
  /** Who is away, and comes back at these elapsed milliseconds. */
  readonly returns: ReadonlyMap<Sensor, number>;
}

/** The sensors, when they check in, and what they then hear of the console. */
export class Fleet {
  readonly #byId: ReadonlyMap<number, Sensor>;
  readonly #clock: LabClock;
  /** Milliseconds between two check-ins of a sensor that is online, as a rule. */
  readonly checkInMs: number;
  readonly #spread: number;
  readonly #jitter: number;
  readonly #away: Map<Sensor, number>;
  #nextReturn = Number.POSITIVE_INFINITY;
  /** When a sensor's rhythm was last set, in elapsed milliseconds. */
  readonly #rhythm = new Map<number, number>();
  /** Who has something to hear at the next check-in, and when that is, in elapsed milliseconds. */
  readonly #waiting = new Map<Sensor, number>();
  /** The first of these; so that reading costs nothing while nobody is due. */
  #nextDue = Number.POSITIVE_INFINITY;
  readonly #changed = new Set<Sensor>();
  #version = 0;
  #silentSince: number | undefined;

  constructor(sensors: readonly Sensor[], clock: LabClock, faults: FaultSet, checkIns: CheckIns) {
    this.#byId = new Map(sensors.map((sensor) => [sensor.id, sensor]));
    this.#clock = clock;
    this.checkInMs = checkIns.everyMs;
    this.#spread = checkIns.spread;
    this.#jitter = checkIns.jitter ?? 0;
    this.#away = new Map(checkIns.returns);
    this.#nextReturn = [...this.#away.values()].reduce(
      (least, ms) => Math.min(least, ms),
      Number.POSITIVE_INFINITY,
    );
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
    if (this.#keepsRhythm) return;
    this.#rhythm.set(sensor.id, this.#clock.elapsedMs());
    if (this.#waiting.has(sensor)) this.#await(sensor);
  }

  /** What the console wants of a sensor from now on. The sensor hears of it at its next check-in: never, if there is none. */
  change(sensor: Sensor, change: Partial<SensorState>): void {
    this.settle();
    Object.assign(sensor, change);
    this.#changed.add(sensor);
    this.#version += 1;
    if (sensor.presence === 'online') this.#await(sensor);
  }

  /** Lets the check-ins that were meanwhile take effect; every access does so first, so no timer is needed. */
  settle(): void {
    const now = this.#heardUntil;
    this.#return(now);
    if (now < this.#nextDue) return;
    this.#nextDue = Number.POSITIVE_INFINITY;
    for (const [sensor, due] of this.#waiting) {
      if (due <= now) {
        this.#waiting.delete(sensor);
        this.#hear(sensor, this.#shownMs(this.#lastCheckIn(sensor)));
      } else this.#nextDue = Math.min(this.#nextDue, due);
    }
  }

  /** Unix milliseconds of the last check-in and, as the server expects it, the next. */
  checkIns(sensor: Sensor): { last: number; next: number } {
    if (sensor.presence !== 'online')
      return { last: sensor.lastSeen * 1000, next: sensor.lastSeen * 1000 + 30_000 };
    const last = this.#checkInAt(sensor, this.#heardUntil);
    // In whole milliseconds: between two of them lies an interval, and no more.
    const shown = Math.round(this.#shownMs(last));
    return { last: shown, next: shown + Math.round(this.#checkInAfter(sensor, last) - last) };
  }

  /** Milliseconds until it checks in next; undefined where it never does. */
  untilCheckIn(sensor: Sensor): number | undefined {
    this.settle();
    const now = this.#clock.elapsedMs();
    const back = this.#away.get(sensor);
    if (back !== undefined) return Math.max(0, back - now);
    if (sensor.presence !== 'online') return undefined;
    return this.#keepsRhythm ? this.#dueOf(sensor) - now : this.checkInMs;
  }

  /** Those that were away for long enough are there again, and check in at once. */
  #return(now: number): void {
    if (now < this.#nextReturn) return;
    this.#nextReturn = Number.POSITIVE_INFINITY;
    for (const [sensor, back] of this.#away) {
      if (back > now) this.#nextReturn = Math.min(this.#nextReturn, back);
      else {
        this.#away.delete(sensor);
        sensor.presence = 'online';
        this.#rhythm.set(sensor.id, back);
        this.#version += 1;
      }
    }
  }

  #intervalOf({ id }: Sensor): number {
    const drawn = (hashText(`check-in ${id}`) % 1000) / 1000;
    return Math.max(1, Math.round(this.checkInMs * (1 + this.#spread * (2 * drawn - 1))));
  }

  /** Elapsed milliseconds until which sensors were heard: now, or when they fell silent. */
  get #heardUntil(): number {
    return Math.min(this.#clock.elapsedMs(), this.#silentSince ?? Number.POSITIVE_INFINITY);
  }

  #rhythmOf(sensor: Sensor): number {
    return this.#rhythm.get(sensor.id) ?? -(hashText(String(sensor.id)) % this.#intervalOf(sensor));
  }

  /** A session waits for the sensor's own time; without any of these it is as if the sensor had checked in just before. */
  get #keepsRhythm(): boolean {
    return this.#spread > 0 || this.#jitter > 0;
  }

  #lastCheckIn(sensor: Sensor): number {
    return this.#checkInAt(sensor, this.#heardUntil);
  }

  /** The last one until then, in elapsed milliseconds. */
  #checkInAt(sensor: Sensor, until: number): number {
    const base = this.#rhythmOf(sensor);
    const number = Math.floor((Math.max(base, until) - base) / this.#intervalOf(sensor));
    // Each is a little off its place, by less than an interval.
    const near = [number + 1, number, number - 1].map((each) => this.#timeOf(sensor, each));
    return near.find((ms) => ms <= until) ?? base;
  }

  #checkInAfter(sensor: Sensor, from: number): number {
    const base = this.#rhythmOf(sensor);
    const number = Math.floor((from - base) / this.#intervalOf(sensor));
    const near = [number - 1, number, number + 1, number + 2].map((each) => this.#timeOf(sensor, each));
    return near.find((ms) => ms > from) ?? from + this.#intervalOf(sensor);
  }

  /** Of its n-th check-in in this rhythm. */
  #timeOf(sensor: Sensor, number: number): number {
    const plain = this.#rhythmOf(sensor) + number * this.#intervalOf(sensor);
    if (this.#jitter === 0 || number === 0) return plain;
    const drawn = (hashText(`check-in ${number} of ${sensor.id}`) % 1000) / 1000;
    return plain + Math.round(this.#intervalOf(sensor) * this.#jitter * (drawn - 0.5));
  }

  /** Its next check-in from now is due. */
  #await(sensor: Sensor): void {
    const due = this.#dueOf(sensor);
    this.#waiting.set(sensor, due);
    this.#nextDue = Math.min(this.#nextDue, due);
  }

  #dueOf(sensor: Sensor): number {
    return this.#checkInAfter(sensor, this.#clock.elapsedMs());
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

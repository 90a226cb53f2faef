import type { LabClock } from '../clock.ts';
import type { Fleet } from './fleet.ts';
import { one, type SensorFilter, selectSensors } from './select-sensors.ts';
import type { Sensor } from './sensor.ts';
import { sensorWire, statusOf } from './sensor-wire.ts';

/** How many orders are remembered; a walk through the pages uses one. */
const limit = 8;
/** Orders by something that moves (check-ins, uptimes) are good for that long. */
const movingMs = 1000;

interface Order {
  readonly version: number;
  readonly madeMs: number;
  readonly sensors: readonly Sensor[];
}

/** Keys of the columns that lists are sorted by; any other column is read off the whole row. */
const keys: Readonly<Record<string, (sensor: Sensor, fleet: Fleet) => number | string>> = {
  computer_name: (sensor) => sensor.hostname,
  computer_dns_name: (sensor) => sensor.dnsName,
  id: (sensor) => sensor.id,
  group_id: (sensor) => sensor.groupId,
  status: statusOf,
  sensor_health_status: (sensor) => sensor.health,
  os_environment_display_string: (sensor) => sensor.osName,
  build_version_string: (sensor) => sensor.build,
  registration_time: (sensor) => sensor.registeredAt,
  last_checkin_time: (sensor, fleet) => fleet.checkIns(sensor).last,
  last_update: (sensor, fleet) => fleet.checkIns(sensor).last,
  next_checkin_time: (sensor, fleet) => fleet.checkIns(sensor).next,
};
const moving = /time|update/;

/** Sensors filtered and sorted, remembered from page to page: 50,000 of them are not sorted for each. */
export class SensorOrder {
  readonly #fleet: Fleet;
  readonly #clock: LabClock;
  readonly #orders = new Map<string, Order>();

  constructor(fleet: Fleet, clock: LabClock) {
    this.#fleet = fleet;
    this.#clock = clock;
  }

  /** All that fit the filter, sorted by a column of the wire; those with the same value by their ids. */
  of(filter: SensorFilter, column: string, isDescending: boolean): readonly Sensor[] {
    const wanted = ['ip', 'hostname', 'groupid', 'inactive_filter_days'].map((name) => one(filter[name]));
    const name = JSON.stringify([column, isDescending, ...wanted]);
    const isMoving = moving.test(column) || wanted[3] !== undefined;
    const { version } = this.#fleet;
    const now = this.#clock.elapsedMs();
    const known = this.#orders.get(name);
    if (known?.version === version && (!isMoving || now - known.madeMs < movingMs)) return known.sensors;
    const sign = isDescending ? -1 : 1;
    const sensors = selectSensors(this.#fleet, filter, this.#clock.nowMs(), false)
      .map((sensor) => ({ sensor, key: this.#key(sensor, column) }))
      .sort((a, b) => sign * compare(a.key, b.key) || a.sensor.id - b.sensor.id)
      .map(({ sensor }) => sensor);
    const order = { version, madeMs: now, sensors };
    this.#orders.delete(name);
    this.#orders.set(name, order);
    for (const oldest of this.#orders.keys()) {
      if (this.#orders.size <= limit) break;
      this.#orders.delete(oldest);
    }
    return order.sensors;
  }

  #key(sensor: Sensor, column: string): unknown {
    return Object.hasOwn(keys, column)
      ? keys[column]?.(sensor, this.#fleet)
      : sensorWire(sensor, this.#fleet, this.#clock)[column];
  }
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const left = String(a ?? '');
  const right = String(b ?? '');
  return left < right ? -1 : left > right ? 1 : 0;
}

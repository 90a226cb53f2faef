import { isIP } from 'node:net';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { hasStatus } from '../../errors/server-fault.ts';
import { plainHostName, plainNamesOf } from '../../text/host-name.ts';
import { toId } from '../../text/number.ts';
import type { Http } from '../../transport/types.ts';
import { totalOf } from '../page.ts';
import { path } from '../path.ts';
import type { WireObject } from '../wire/read.ts';
import { readSensor, type Sensor } from '../wire/sensor.ts';
import { type CallOptions, listOf, mustBeOwn, mustHaveId, objectOf } from './replies.ts';
import { readAt, writeAt } from './requests.ts';
import { createSensorPages, hasNameFilter, type SensorFilter } from './sensor-pages.ts';

/** What may be sent of a sensor beside its group; all that servers from 7.1 on take (contract/sensors.md). */
export interface SensorChange {
  readonly network_isolation_enabled?: boolean;
  readonly group_id?: number;
  readonly restart_queued?: true;
  readonly uninstall?: true;
  /** RFC 822, in the future by the server's clock. */
  readonly event_log_flush_time?: string;
}

export interface FindOptions extends CallOptions {
  /** Told each name that was looked at where the whole list had to be. */
  readonly onName?: ((name: string) => void) | undefined;
}

export type Sensors = ReturnType<typeof createSensors>;

/** `/api/v1/sensor`, and `/api/v2/sensor` for pages where the server has it (5.2). */
export function createSensors(http: Http) {
  async function request(filter: SensorFilter, options?: CallOptions): Promise<readonly Sensor[]> {
    const query = { ...filter };
    const reply = await readAt(http, '/api/v1/sensor', options, query);
    return (await listOf(reply, 'sensors', 'id')).map(readSensor);
  }

  /** All that the filter lets through; none is an empty list, however the server says so (`[]`, 204, or 500 on 6.1). */
  async function list(filter: SensorFilter = {}, options?: CallOptions): Promise<readonly Sensor[]> {
    try {
      return await request(filter, options);
    } catch (error) {
      const isQuirk = hasStatus(error, 500) && hasNameFilter(filter);
      if (!isQuirk) throw error;
      // A server that fails on every list fails here too, and says so.
      const { hostname: _hostname, ip: _ip, groupid: _groupid, ...rest } = filter;
      return (await request(rest, options)).filter((sensor) => passes(sensor, filter));
    }
  }

  const pages = createSensorPages(http, list);

  async function* each(filter: SensorFilter, options?: CallOptions): AsyncGenerator<Sensor> {
    for await (const { documents } of pages(filter, { ...options, rows: 500 })) {
      for (const { wire } of documents) yield readSensor(wire);
    }
  }

  /** How many the filter lets through. */
  async function count(filter: SensorFilter, options?: CallOptions): Promise<number> {
    for await (const page of pages(filter, { ...options, rows: 1, limit: 1 })) return totalOf(page);
    return 0;
  }

  /**
   * Changes a sensor; its group goes along, as the server fails without it. False in a dry run, where nothing was sent. The reply holds
   * nothing: who wants to know how the sensor is now asks again.
   */
  async function update(sensor: Sensor, change: SensorChange, options?: CallOptions): Promise<boolean> {
    const { id, groupId } = sensor;
    mustHaveId('sensor', id);
    if (groupId === undefined && change.group_id === undefined) {
      throw new CbError('BadReply', `the server does not say in which group sensor ${id} is`, {
        hint: 'without it the sensor cannot be changed; cbq sensor move puts it into one',
      });
    }
    const json = { group_id: groupId, ...change };
    return (await writeAt(http, 'PUT', path`/api/v1/sensor/${id}`, json, options)) !== undefined;
  }

  async function get(id: number | string, options?: CallOptions): Promise<Sensor> {
    const reply = await readAt(http, path`/api/v1/sensor/${id}`, options);
    const sensor = readSensor(await objectOf(reply, 'sensor', 'id'));
    if (toId(id) !== undefined && /^\d+$/.test(String(id))) mustBeOwn('sensor', Number(id), sensor.id);
    return sensor;
  }

  /**
   * The sensors that a text names exactly: an id, a host name (NetBIOS, DNS, or the first label of the DNS name; case and a trailing
   * dot do not matter), or an address. None, one, or several: the caller decides. Ordered by id.
   */
  async function find(text: string, options?: FindOptions): Promise<readonly Sensor[]> {
    const wanted = text.trim();
    if (wanted === '') return [];
    if (/^\d{1,15}$/.test(wanted)) {
      const byId = await get(Number(wanted), options).catch((error: unknown) => {
        if (isCbError(error, 'NotFound')) return undefined;
        throw error;
      });
      if (byId) return [byId];
    }
    return isIP(wanted) === 0 ? await findByName(wanted, options) : await findByAddress(wanted, options);
  }

  async function findByAddress(address: string, options?: CallOptions): Promise<readonly Sensor[]> {
    const found = await list({ ip: address }, options);
    return sorted(
      found.filter((sensor) => sensor.adapters.some((adapter) => sameAddress(adapter.address, address))),
    );
  }

  /** The server's filter minds the case: what was typed is asked in three ways before the whole list is. */
  async function findByName(name: string, options?: FindOptions): Promise<readonly Sensor[]> {
    const wanted = plainHostName(name);
    const typed = name.replace(/\.$/, '');
    const label = typed.split('.')[0] ?? typed;
    const spellings = new Set([label, label.toUpperCase(), label.toLowerCase()]);
    const lists = await Promise.all([...spellings].map((hostname) => list({ hostname }, options)));
    const found = sorted(lists.flat().filter((sensor) => plainNamesOf(sensor).includes(wanted)));
    if (found.length > 0) return found;
    const { onName, ...call } = options ?? {};
    const all: Sensor[] = [];
    for await (const sensor of each({}, call)) {
      onName?.(sensor.name);
      if (plainNamesOf(sensor).includes(wanted)) all.push(sensor);
    }
    return sorted(all);
  }

  return {
    list,
    pages,
    count,
    get,
    /** One of the documents of `pages`. */
    read: readSensor,
    find,
    update,
    /** Counts for all sensors: `sensor_count`, `active_sensor_count`, … as sent. */
    async statistics(options?: CallOptions): Promise<WireObject> {
      const reply = await readAt(http, '/api/v1/sensor/statistics', options);
      return await objectOf(reply, 'statistics', 'sensor_count', 'active_sensor_count');
    },
  };
}

/** What the server's filter does, done here. */
function passes(sensor: Sensor, { hostname, ip, groupid }: SensorFilter): boolean {
  if (groupid !== undefined && toId(sensor.groupId) !== toId(groupid)) return false;
  if (ip !== undefined) return sensor.adapters.some((adapter) => adapter.address.includes(ip));
  return hostname === undefined || sensor.name.includes(hostname) || sensor.dnsName.includes(hostname);
}

function sameAddress(one: string, other: string): boolean {
  return normalAddress(one) === normalAddress(other);
}

function normalAddress(address: string): string {
  const plain = address
    .trim()
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '');
  return isIP(plain) === 6 ? new URL(`http://[${plain.split('%')[0] ?? plain}]`).hostname : plain;
}

function sorted(sensors: readonly Sensor[]): readonly Sensor[] {
  const byId = new Map(sensors.map((sensor) => [sensor.id, sensor]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

import { isIP } from 'node:net';
import { isCbError } from '../../errors/cb-error.ts';
import { toId } from '../../text/number.ts';
import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import type { WireObject } from '../wire/read.ts';
import { readSensor, type Sensor } from '../wire/sensor.ts';
import { type CallOptions, callOptions, listOf, mustBeOwn, objectOf } from './replies.ts';

/** The server's own filters: parts of a name (with its case) or address, and a group (contract/sensors.md). */
export interface SensorFilter {
  readonly hostname?: string;
  readonly ip?: string;
  readonly groupid?: number;
  /** Leaves out what has been silent for longer; from 6.3 on. */
  readonly inactive_filter_days?: number;
}

export type Sensors = ReturnType<typeof createSensors>;

/** `/api/v1/sensor`. */
export function createSensors(http: Http) {
  async function request(filter: SensorFilter, options?: CallOptions): Promise<readonly Sensor[]> {
    const query = { ...filter };
    const reply = await http.request({
      method: 'GET',
      path: '/api/v1/sensor',
      query,
      effect: 'reads',
      ...callOptions(options),
    });
    return (await listOf(reply, 'sensors')).map(readSensor);
  }

  /** All that the filter lets through; none is an empty list, however the server says so (`[]`, 204, or 500 on 6.1). */
  async function list(filter: SensorFilter = {}, options?: CallOptions): Promise<readonly Sensor[]> {
    try {
      return await request(filter, options);
    } catch (error) {
      const isQuirk =
        isCbError(error, 'ServerError') && error.context['status'] === 500 && hasNameFilter(filter);
      if (!isQuirk) throw error;
      // A server that fails on every list fails here too, and says so.
      const { hostname: _hostname, ip: _ip, groupid: _groupid, ...rest } = filter;
      return (await request(rest, options)).filter((sensor) => passes(sensor, filter));
    }
  }

  async function get(id: number | string, options?: CallOptions): Promise<Sensor> {
    const reply = await http.request({
      method: 'GET',
      path: path`/api/v1/sensor/${id}`,
      effect: 'reads',
      ...callOptions(options),
    });
    const sensor = readSensor(await objectOf(reply, 'sensor'));
    if (toId(id) !== undefined && /^\d+$/.test(String(id))) mustBeOwn('sensor', Number(id), sensor.id);
    return sensor;
  }

  /**
   * The sensors that a text names exactly: an id, a host name (NetBIOS, DNS, or the first label of the DNS name; case and a trailing
   * dot do not matter), or an address. None, one, or several: the caller decides. Ordered by id.
   */
  async function find(text: string, options?: CallOptions): Promise<readonly Sensor[]> {
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
  async function findByName(name: string, options?: CallOptions): Promise<readonly Sensor[]> {
    const wanted = plainName(name);
    const typed = name.replace(/\.$/, '');
    const label = typed.split('.')[0] ?? typed;
    const spellings = new Set([label, label.toUpperCase(), label.toLowerCase()]);
    const lists = await Promise.all([...spellings].map((hostname) => list({ hostname }, options)));
    const found = sorted(lists.flat().filter((sensor) => isNamed(sensor, wanted)));
    return found.length > 0
      ? found
      : sorted((await list({}, options)).filter((sensor) => isNamed(sensor, wanted)));
  }

  return {
    list,
    get,
    find,
    /** Counts for all sensors: `sensor_count`, `active_sensor_count`, … as sent. */
    async statistics(options?: CallOptions): Promise<WireObject> {
      const reply = await http.request({
        method: 'GET',
        path: '/api/v1/sensor/statistics',
        effect: 'reads',
        ...callOptions(options),
      });
      return await objectOf(reply, 'statistics');
    },
  };
}

function hasNameFilter(filter: SensorFilter): boolean {
  return filter.hostname !== undefined || filter.ip !== undefined || filter.groupid !== undefined;
}

/** What the server's filter does, done here. */
function passes(sensor: Sensor, { hostname, ip, groupid }: SensorFilter): boolean {
  if (groupid !== undefined && toId(sensor.groupId) !== toId(groupid)) return false;
  if (ip !== undefined) return sensor.adapters.some((adapter) => adapter.address.includes(ip));
  return hostname === undefined || sensor.name.includes(hostname) || sensor.dnsName.includes(hostname);
}

function isNamed(sensor: Sensor, wanted: string): boolean {
  const dns = plainName(sensor.dnsName);
  return plainName(sensor.name) === wanted || dns === wanted || (dns.split('.')[0] ?? '') === wanted;
}

function plainName(name: string): string {
  return name.trim().toLowerCase().replace(/\.$/, '');
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

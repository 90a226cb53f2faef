import type { SensorFilter } from '../../api/resources/sensors.ts';
import type { Sensor } from '../../api/wire/sensor.ts';
import { CbError } from '../../errors/cb-error.ts';
import type { SensorsWanted } from '../../ops/sensor-list.ts';
import { isolationState } from '../../ops/sensor-words.ts';
import type { GroupBook } from './group-book.ts';

/** Options that say which sensors are meant. */
export const filterOptions = {
  hostname: { kind: 'text', value: 'PART', about: 'part of the name; the server minds the case' },
  ip: { kind: 'text', value: 'PART', about: 'part of an address' },
  group: { kind: 'text', value: 'NAME|ID', about: 'sensor group' },
  os: { kind: 'choice', choices: ['windows', 'linux', 'macos'], about: 'system' },
  status: {
    kind: 'text',
    value: 'WORD',
    about: 'online, offline, uninstalled …, or isolated, isolation-pending …',
  },
  health: {
    kind: 'text',
    value: 'WHICH',
    about: 'bad (below 100), good, "<50", ">=75", or a part of its message',
  },
} as const;

export const completeFilter = {
  status: words('online', 'offline', 'uninstall-pending', 'uninstalled', 'isolated', 'isolation-pending'),
  health: words('bad', 'good'),
};

function words(...all: readonly string[]): (word: string) => readonly string[] {
  return (word) => all.filter((each) => each.startsWith(word.toLowerCase()));
}

export interface FilterInput {
  readonly hostname: string | undefined;
  readonly ip: string | undefined;
  readonly group: string | undefined;
  readonly os: Sensor['os'] | undefined;
  readonly status: string | undefined;
  readonly health: string | undefined;
}

type Keep = (sensor: Sensor) => boolean;

/** What the server sifts by, and what is sifted here. Kinds `Usage`, and `NotFound` for a group that is not there. */
export async function filterOf(
  { hostname, ip, group, os, status, health }: FilterInput,
  groups: GroupBook,
): Promise<Pick<SensorsWanted, 'filter' | 'keep'>> {
  const keeps: Keep[] = [];
  // With an address the server passes over the name (contract/sensors.md).
  if (hostname !== undefined && ip !== undefined)
    keeps.push(({ name, dnsName }) => name.includes(hostname) || dnsName.includes(hostname));
  if (os !== undefined) keeps.push((sensor) => sensor.os === os);
  if (status !== undefined) keeps.push(hasStatus(status));
  if (health !== undefined) keeps.push(hasHealth(health));
  const filter: SensorFilter = {
    ...(hostname === undefined ? {} : { hostname }),
    ...(ip === undefined ? {} : { ip }),
    ...(group === undefined ? {} : { groupid: await groups.idNamed(group) }),
  };
  const keep: Keep | undefined =
    keeps.length === 0 ? undefined : (sensor) => keeps.every((each) => each(sensor));
  return { filter, keep };
}

/** The server's word for the sensor, or ours for its isolation; case, `-` and `_` do not matter. */
function hasStatus(word: string): Keep {
  const wanted = plain(word);
  return (sensor) => plain(sensor.status) === wanted || plain(isolationState(sensor)) === wanted;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

/** By its points (0 to 100, higher is better), or by a part of the server's message. */
function hasHealth(text: string): Keep {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') throw new CbError('Usage', '--health wants bad, good, "<50", or a part of the message');
  if (wanted === 'bad') return byPoints('<', 100);
  if (wanted === 'good') return byPoints('>=', 100);
  const [, sign, points] = /^([<>]=?|=)?\s*(\d{1,3})$/.exec(wanted) ?? [];
  if (points !== undefined) return byPoints(sign ?? '=', Number(points));
  return ({ healthText }) => healthText.toLowerCase().includes(wanted);
}

function byPoints(sign: string, points: number): Keep {
  return ({ health }) => {
    if (health === undefined) return false;
    switch (sign) {
      case '<':
        return health < points;
      case '<=':
        return health <= points;
      case '>':
        return health > points;
      case '>=':
        return health >= points;
      default:
        return health === points;
    }
  };
}

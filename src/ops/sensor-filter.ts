import type { SensorFilter } from '../api/resources/sensor-pages.ts';
import type { Sensor } from '../api/wire/sensor.ts';
import { CbError } from '../errors/cb-error.ts';
import { nearest } from '../text/nearest.ts';
import type { GroupBook } from './group-book.ts';
import type { SensorsWanted } from './sensor-list.ts';
import { isolationState } from './sensor-words.ts';

/** Options that say which sensors are meant. */
export const filterOptions = {
  hostname: { kind: 'sensor', value: 'PART', about: 'part of the name; the server minds the case' },
  ip: { kind: 'text', value: 'PART', about: 'part of an address' },
  group: { kind: 'group', value: 'NAME|ID', about: 'sensor group' },
  os: { kind: 'choice', choices: ['windows', 'linux', 'macos'], about: 'system' },
  status: {
    kind: 'text',
    value: 'WORD',
    about:
      'online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server',
  },
  health: {
    kind: 'text',
    value: 'WHICH',
    about: 'bad (below 100), good, "<50", ">=75", or a part of its message',
  },
} as const;

/** Of the server (contract/sensors.md), and ours for its isolation. */
const knownStatuses = [
  'online',
  'offline',
  'uninstall-pending',
  'uninstalled',
  'isolated',
  'isolation-pending',
  'release-pending',
  'not-isolated',
] as const;

export const completeFilter = {
  status: words(...knownStatuses),
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

/** A word that may be the server's own, or mean nothing: that shows once all sensors are seen. */
interface Doubtful {
  readonly keep: Keep;
  /** What is to be said if no sensor had it; throws `Usage` where it is no word at all. */
  afterwards?(): readonly string[];
}

/**
 * What the server sifts by, and what is sifted here. `afterwards` is asked when all were seen: it gives notes, and throws `Usage` for a
 * status that is not known here and that no sensor has. Kinds `Usage`, and `NotFound` for a group that is not there.
 */
export async function filterOf(
  { hostname, ip, group, os, status, health }: FilterInput,
  groups: GroupBook,
): Promise<Pick<SensorsWanted, 'filter' | 'keep'> & { afterwards(): readonly string[] }> {
  const keeps: Keep[] = [];
  const doubtful: Doubtful[] = [];
  // They come first, so that they see every sensor.
  if (status !== undefined) doubtful.push(hasStatus(status));
  if (health !== undefined) doubtful.push(hasHealth(health));
  // With an address the server passes over the name (contract/sensors.md).
  if (hostname !== undefined && ip !== undefined)
    keeps.push(({ name, dnsName }) => name.includes(hostname) || dnsName.includes(hostname));
  if (os !== undefined) keeps.push((sensor) => sensor.os === os);
  const filter: SensorFilter = {
    ...(hostname === undefined ? {} : { hostname }),
    ...(ip === undefined ? {} : { ip }),
    ...(group === undefined ? {} : { groupid: await groups.idNamed(group) }),
  };
  const keep: Keep = (sensor) =>
    doubtful.map((each) => each.keep(sensor)).every(Boolean) && keeps.every((each) => each(sensor));
  return {
    filter,
    keep: keeps.length + doubtful.length === 0 ? undefined : keep,
    afterwards: () => doubtful.flatMap((each) => each.afterwards?.() ?? []),
  };
}

/** The server's word for the sensor, or ours for its isolation; case, `-` and `_` do not matter. */
function hasStatus(word: string): Doubtful {
  const wanted = plain(word);
  const known = knownStatuses.map(plain);
  const [near] = known.includes(wanted) ? [] : nearest(wanted, known);
  const hint = `there are ${knownStatuses.join(', ')}`;
  if (near !== undefined || wanted === '') {
    const meant = near === undefined ? '' : `did you mean ${near.replaceAll(' ', '-')}? `;
    throw new CbError('Usage', `"${word}" is no status of a sensor`, { hint: meant + hint });
  }
  let seen = known.includes(wanted);
  return {
    keep(sensor) {
      const has = plain(sensor.status) === wanted || plain(isolationState(sensor)) === wanted;
      seen ||= has;
      return has;
    },
    afterwards() {
      if (seen) return [];
      throw new CbError('Usage', `no sensor has the status "${word}"`, { hint });
    },
  };
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

/** By its points (0 to 100, higher is better), or by a part of the server's message. */
function hasHealth(text: string): Doubtful {
  const wanted = text.trim().toLowerCase();
  if (wanted === 'bad') return byPoints('<', 100);
  if (wanted === 'good') return byPoints('>=', 100);
  const [, sign, points] = /^([<>]=?|=)?\s*(\d{1,3})$/.exec(wanted) ?? [];
  if (points !== undefined) return byPoints(sign ?? '=', Number(points));
  const [near] = nearest(wanted, ['bad', 'good']);
  if (wanted === '' || near !== undefined || /^[<>=\d]/.test(wanted)) {
    throw new CbError('Usage', `--health wants bad, good, "<50", or a part of the message, not "${text}"`, {
      hint: near === undefined ? undefined : `did you mean ${near}?`,
    });
  }
  let seen = false;
  return {
    keep({ healthText }) {
      const has = healthText.toLowerCase().includes(wanted);
      seen ||= has;
      return has;
    },
    afterwards: () =>
      seen ? [] : [`no sensor has "${text}" in the message of its health; bad is below 100 points`],
  };
}

function byPoints(sign: string, points: number): Doubtful {
  return { keep: ({ health }) => isWithin(health, sign, points) };
}

function isWithin(health: number | undefined, sign: string, points: number): boolean {
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
}

import { hostname, platform } from 'node:os';
import type { Era } from '../era.ts';
import { type Random, seededRandom } from '../random.ts';
import { financeGroupId, isInFinanceGroup } from './finance.ts';
import { domain, pickKind } from './names.ts';
import type { Presence, Sensor, SensorOs } from './sensor.ts';

export interface FleetPlan {
  readonly seed: number;
  /** Unix seconds the lab was started at; every date is relative to it. */
  readonly now: number;
  readonly era: Era;
  /** How many sensors in all; the five well-known ones are there whatever it says. */
  readonly count: number;
  readonly thisMachine: boolean;
}

const day = 86_400;
const gib = 2 ** 30;
const defaultCount = 60;

/** Who lives in the lab (docs/lab.md): the hosts of the seed documents under their own ids, and a fleet around them. */
export function makeFleet(plan: Partial<FleetPlan> & Omit<FleetPlan, 'count'>): Sensor[] {
  const known = wellKnown(plan.thisMachine);
  const wanted = Math.max(plan.count ?? defaultCount, known.size);
  const sensors: Sensor[] = [];
  for (let id = 1, missing = known.size; sensors.length < wanted; id += 1) {
    const host = known.get(id);
    if (host !== undefined) missing -= 1;
    else if (sensors.length + missing >= wanted) continue;
    // A stream per sensor: a larger fleet holds the smaller one unchanged.
    const random = seededRandom(plan.seed, `sensor ${id}`);
    sensors.push(makeSensor(id, plan, random, host ?? madeUpHost(id, random)));
  }
  return sensors;
}

interface Host {
  readonly hostname: string;
  readonly os: SensorOs;
  readonly osName: string;
  readonly address: string;
  readonly remoteAddress: string;
  readonly groupId: number;
  readonly domain: string | undefined;
  readonly presence: Presence;
  /** Days since it was last heard, when it is not online. */
  readonly silentDays: number;
  readonly isThisMachine?: boolean;
  /** Unix seconds; of the seed documents' hosts. */
  readonly bootTime?: number;
}

function wellKnown(thisMachine: boolean): Map<number, Host> {
  const online = { presence: 'online', silentDays: 0, groupId: 1 } as const;
  const devr = {
    ...online,
    hostname: 'devr-test',
    os: 'linux',
    osName: 'Linux, CentOS Linux 7.9, 64-bit',
    remoteAddress: '144.121.3.50',
    domain: undefined,
  } as const;
  const windows = { ...online, os: 'windows', domain: undefined } as const;
  const hosts = new Map<number, Host>([
    [1, { ...devr, address: '10.0.7.21' }],
    [2, { ...devr, address: '10.0.7.22' }],
    [
      3,
      {
        ...windows,
        hostname: 'WIN-IA9NQ1GN8OI',
        bootTime: Date.UTC(2016, 9, 25, 14, 8, 23) / 1000,
        osName: 'Windows 7 Professional Service Pack 1, 64-bit',
        address: '10.210.64.3',
        remoteAddress: '10.210.64.3',
      },
    ],
    [
      10,
      {
        ...windows,
        hostname: 'WIN-EP7RMLTCLAJ',
        bootTime: 1418247141,
        osName: 'Windows Server 2012 R2 Server Standard, 64-bit',
        address: '192.168.206.128',
        remoteAddress: '::ffff:192.168.206.128',
      },
    ],
  ]);
  if (thisMachine) {
    hosts.set(5, {
      ...online,
      hostname: hostname(),
      os: thisOs(),
      osName: `${{ windows: 'Windows', linux: 'Linux', macos: 'Mac OSX' }[thisOs()]}, this computer`,
      address: '127.0.0.1',
      remoteAddress: '127.0.0.1',
      domain: undefined,
      isThisMachine: true,
    });
  }
  return hosts;
}

function thisOs(): SensorOs {
  const name = platform();
  return name === 'win32' ? 'windows' : name === 'darwin' ? 'macos' : 'linux';
}

function madeUpHost(id: number, random: Random): Host {
  if (id === 4) {
    return {
      hostname: 'CORP-DC-01',
      os: 'windows',
      osName: 'Windows Server 2019 Server Standard, 64-bit',
      address: '10.20.0.10',
      remoteAddress: '10.20.0.10',
      groupId: 5,
      domain,
      presence: 'online',
      silentDays: 0,
    };
  }
  const kind = pickKind(random);
  const address = `10.${kind.network}.${2 + (id % 250)}`;
  const roll = random.next();
  const name = `${random.pick(kind.names)}${String(id).padStart(2, '0')}`;
  const system = random.pick(kind.systems);
  const usualGroup = random.chance(0.15) ? 1 : kind.groupId;
  return {
    hostname: name,
    os: kind.os,
    osName: system,
    address,
    remoteAddress: kind.os === 'windows' ? `::ffff:${address}` : address,
    groupId: isInFinanceGroup(id, name) ? financeGroupId : usualGroup,
    domain: kind.os === 'linux' ? undefined : domain,
    presence:
      roll < 0.72 ? 'online' : roll < 0.96 ? 'offline' : roll < 0.98 ? 'uninstall pending' : 'uninstalled',
    // A third of the silent ones have been so for long: stale.
    silentDays: random.chance(0.33) ? random.int(35, 300) : random.next() * 6 + 0.05,
  };
}

function makeSensor(id: number, plan: Omit<FleetPlan, 'count'>, random: Random, host: Host): Sensor {
  const lastSeen = plan.now - host.silentDays * day - random.next() * 20;
  const lastBoot = Math.floor(lastSeen - random.int(2, 40 * 24) * 3600 - random.int(0, 3599));
  const bootTime = Math.min(host.bootTime ?? lastBoot, lastBoot);
  const volumeBytes = random.pick([64, 128, 256, 512]) * gib;
  const isHealthy = random.chance(0.85);
  // Streams of its own, so that what was drawn before stays as it was.
  const mood = random.fork('mood');
  const isMadeUp = id > 10 && host.isThisMachine !== true;
  return {
    id,
    hostname: host.hostname,
    dnsName: host.domain === undefined ? host.hostname : `${host.hostname.toLowerCase()}.${host.domain}`,
    domain: host.domain,
    os: host.os,
    osName: host.osName,
    address: host.address,
    remoteAddress: host.remoteAddress,
    mac: `0050${random.hex(8)}`,
    machineSid: `S-1-5-21-${random.int(1e8, 4e9)}-${random.int(1e8, 4e9)}-${random.int(1e8, 4e9)}`,
    build: isMadeUp ? buildOf(plan.era.sensorBuilds[host.os], mood) : plan.era.sensorBuilds[host.os],
    presence: host.presence,
    bootTime,
    registeredAt: bootTime - random.int(1, 500) * day,
    lastSeen,
    clockDelta: host.isThisMachine === true || id <= 3 || id === 10 ? 0 : clockDeltaOf(random, mood),
    memoryBytes: random.pick([4, 8, 16, 32]) * gib - random.int(0, 4096) * 4096,
    volumeBytes,
    volumeFreeBytes: Math.floor(volumeBytes * (0.1 + random.next() * 0.7)),
    eventlogBytes: random.int(0, 40) * 1024 + (isMadeUp ? backlogOf(host.presence, mood) : 0),
    storefileBytes: random.chance(0.2) ? random.int(1, 900) * 1024 : 0,
    ...(isHealthy ? { health: 100, healthMessage: 'Healthy' } : ailment(random)),
    supportsLiveResponse: id <= 10 || !random.chance(0.03),
    supportsIsolation: !(isMadeUp && host.os === 'linux' && mood.chance(0.08)),
    isSuspended: host.presence === 'offline' && host.silentDays < 7 && host.groupId === 4 && mood.chance(0.5),
    isThisMachine: host.isThisMachine === true,
    groupId: host.groupId,
    isolationRequested: false,
    isolating: false,
    restartQueued: false,
    uninstallQueued: host.presence === 'uninstall pending',
    flushTime: null,
    notes: null,
    serviceStart: null,
  };
}

/** What sensors complain of, and how their health is then (`sensor_health_message`, contract/sensors.md). */
const ailments = [
  { message: 'Elevated memory usage', low: 60, high: 90 },
  { message: 'Elevated handle count', low: 60, high: 90 },
  { message: 'Elevated event loss', low: 40, high: 75 },
  { message: 'Low disk space', low: 30, high: 70 },
  { message: 'Driver failure', low: 10, high: 40 },
  { message: 'Svc Component Failure', low: 0, high: 30 },
] as const;

function ailment(random: Random): { health: number; healthMessage: string } {
  const { message, low, high } = random.pick(ailments);
  return { health: random.int(low, high), healthMessage: message };
}

/** Most endpoints keep time; a few are minutes off, and one in a hundred stands in another zone. */
function clockDeltaOf(random: Random, mood: Random): number {
  const usual = random.int(-3, 3);
  const roll = mood.next();
  return roll < 0.01
    ? usual + mood.pick([-3600, 3600])
    : roll < 0.05
      ? usual + mood.int(-12, 12) * 60
      : usual;
}

/** What could not be sent: a lot where the line is bad, and whatever was left when the machine went off. */
function backlogOf(presence: Presence, mood: Random): number {
  const roll = mood.next();
  return presence === 'online'
    ? roll < 0.03
      ? mood.int(64, 900) * 1024 * 1024
      : roll < 0.1
        ? mood.int(1, 40) * 1024 * 1024
        : 0
    : roll < 0.5
      ? mood.int(1, 20) * 1024 * 1024
      : 0;
}

/** A sixth of the fleet has not been upgraded yet. */
function buildOf(newest: string, mood: Random): string {
  if (!mood.chance(1 / 6)) return newest;
  const [major = '000', minor = '000', patch = '000', build = '00000'] = newest.split('.');
  const older = String(Math.max(0, Number(minor) - 1)).padStart(3, '0');
  return [major, older, patch, String(Math.max(1, Number(build) - 1543)).padStart(5, '0')].join('.');
}

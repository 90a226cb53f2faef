import { type Random, seededRandom } from '../../random.ts';
import type { EndpointSpec } from '../endpoint-spec.ts';
import { fileTimeFromUnix } from '../process-guid.ts';
import type { KnownStart } from '../processes/boot-processes.ts';
import type { Account } from '../processes/process-table.ts';

/** What the parts of one simulated Windows agree on. */
export interface WindowsProfile {
  readonly spec: EndpointSpec;
  readonly random: Random;
  readonly bootTime: number;
  readonly installTime: number;
  readonly release: WindowsRelease;
  /** OEM code page: what console programs write in. */
  readonly oemCodePage: number;
  readonly ansiCodePage: number;
  readonly language: 'en' | 'de';
  /** Logon name of the person at the machine, also the folder in `C:\Users`. */
  readonly user: string;
  /** NetBIOS name in front of the user. */
  readonly domain: string;
  readonly machineSid: string;
  readonly accounts: {
    readonly system: Account;
    readonly localService: Account;
    readonly networkService: Account;
    readonly user: Account;
  };
  /** Processes whose pid and start the seeds give. */
  readonly known: Readonly<Record<string, KnownStart>>;
}

export interface WindowsRelease {
  readonly product: string;
  /** `6.1.7601` */
  readonly version: string;
  readonly build: string;
  /** Date of the system's own files, Unix seconds. */
  readonly released: number;
}

interface SeedSensor {
  readonly sensorId: number;
  readonly hostname: string;
  readonly bootTime: number;
  readonly user: string;
  readonly oemCodePage: number;
  readonly known: Readonly<Record<string, KnownStart>>;
}

const day = 86_400;

/** By a word of the sensor's `osName`; the first that fits. */
const releases: readonly (readonly [mark: string, version: string, released: number])[] = [
  ['Server 2022', '10.0.20348', Date.UTC(2021, 4, 8) / 1000],
  ['Server 2019', '10.0.17763', Date.UTC(2018, 8, 15) / 1000],
  ['Server 2016', '10.0.14393', Date.UTC(2016, 6, 16) / 1000],
  ['Server 2012 R2', '6.3.9600', Date.UTC(2013, 7, 22) / 1000],
  ['Windows 11', '10.0.22631', Date.UTC(2023, 9, 31) / 1000],
  ['Windows 10', '10.0.19045', Date.UTC(2022, 9, 18) / 1000],
];

const otherRelease = ['', '6.1.7601', Date.UTC(2010, 10, 20) / 1000] as const;

function releaseOf(osName: string): WindowsRelease {
  const [, version, released] = releases.find(([mark]) => osName.includes(mark)) ?? otherRelease;
  const product = (osName.split(',')[0] ?? osName).replace('Server Standard', 'Standard');
  return { product, version, build: version.split('.')[2] ?? '', released };
}

/** The hosts of the two documents that the lab was made from, with the process starts that these show. */
const seedSensors: readonly SeedSensor[] = [
  {
    sensorId: 10,
    hostname: 'WIN-EP7RMLTCLAJ',
    bootTime: 1_418_247_141,
    user: 'Administrator',
    oemCodePage: 850,
    known: {
      system: { pid: 4, start: 0x01d014c0c80ce18bn },
      smss: { pid: 276, start: 0x01d014c0c80f42ecn },
    },
  },
  {
    sensorId: 3,
    hostname: 'WIN-IA9NQ1GN8OI',
    bootTime: 1_477_404_503,
    user: 'bit9rad',
    oemCodePage: 437,
    known: {
      system: { pid: 4, start: 0x01d22ec93f7c7181n },
      smss: { pid: 0x218, start: 0x01d22ec93f813429n },
      'smss 1': { pid: 0x2b0, start: 0x01d22ec94115df7an },
      winlogon: { pid: 0x2ec, start: 0x01d22ec9412b4b70n },
      userinit: { pid: 0x618, start: 0x01d22ec94edef208n },
      explorer: { pid: 0xc34, start: 0x01d22ec94f09cae6n },
      cmd: { pid: 0x36c, start: 0x01d22efd3af51186n },
    },
  },
];

const localities = [
  { oem: 850, ansi: 1252, user: 'jörg.müller', language: 'de' },
  { oem: 437, ansi: 1252, user: 'asmith', language: 'en' },
  { oem: 437, ansi: 1252, user: 'mgarcia', language: 'en' },
  { oem: 850, ansi: 1252, user: 'cdupré', language: 'en' },
  { oem: 852, ansi: 1250, user: 'zdeněk.novák', language: 'en' },
  { oem: 866, ansi: 1251, user: 'иванова', language: 'en' },
  { oem: 932, ansi: 932, user: '田中', language: 'en' },
] as const;

export function makeWindowsProfile(spec: EndpointSpec): WindowsProfile {
  const random = seededRandom(spec.seed, `windows ${spec.sensorId}`);
  const seed = seedSensors.find((one) => one.sensorId === spec.sensorId && one.hostname === spec.hostname);
  const locality = random.pick(localities);
  const bootTime = seed?.bootTime ?? spec.bootTime;
  const user = seed?.user ?? locality.user;
  const domain = (spec.domain ?? spec.hostname).split('.')[0]?.toUpperCase() ?? spec.hostname;
  const madeSid = `S-1-5-21-${random.int(1e8, 4e9)}-${random.int(1e8, 4e9)}-${random.int(1e8, 4e9)}`;
  const machineSid = spec.machineSid ?? madeSid;
  const oemCodePage = seed?.oemCodePage ?? locality.oem;
  return {
    spec,
    random,
    bootTime,
    installTime: bootTime - random.int(90, 400) * day,
    release: releaseOf(spec.osName ?? defaultOsName(bootTime)),
    oemCodePage,
    language: seed === undefined ? locality.language : 'en',
    ansiCodePage: localities.find(({ oem }) => oem === oemCodePage)?.ansi ?? 1252,
    user,
    domain,
    machineSid,
    accounts: {
      system: { username: 'NT AUTHORITY\\SYSTEM', sid: 'S-1-5-18' },
      localService: { username: 'NT AUTHORITY\\LOCAL SERVICE', sid: 'S-1-5-19' },
      networkService: { username: 'NT AUTHORITY\\NETWORK SERVICE', sid: 'S-1-5-20' },
      user: {
        username: `${domain}\\${user}`,
        sid: `${machineSid}-${user === 'Administrator' ? 500 : 1001}`,
      },
    },
    known: seed?.known ?? {
      system: { pid: 4, start: fileTimeFromUnix(bootTime + 0.13) },
    },
  };
}

function defaultOsName(bootTime: number): string {
  return bootTime < Date.UTC(2019, 0) / 1000 ? 'Windows Server 2008 R2 Standard' : 'Windows 10 Enterprise';
}

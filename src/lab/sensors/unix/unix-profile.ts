import { type Random, seededRandom } from '../../random.ts';
import type { EndpointSpec } from '../endpoint-spec.ts';

/** What the parts of one simulated Linux or macOS agree on. */
export interface UnixProfile {
  readonly spec: EndpointSpec;
  readonly os: 'linux' | 'macos';
  readonly random: Random;
  readonly bootTime: number;
  readonly installTime: number;
  /** Logon name of the person at the machine. */
  readonly user: string;
  readonly uid: number;
  readonly home: string;
  /** `uname -r` and what follows. */
  readonly kernel: string;
  readonly kernelVersion: string;
  /** `CentOS Linux 7 (Core)` */
  readonly product: string;
}

interface UnixRelease {
  readonly mark: string;
  readonly product: string;
  readonly kernel: string;
  readonly kernelVersion: string;
}

/** By a word of the sensor's `osName`; the first that fits. */
const linuxReleases: readonly UnixRelease[] = [
  {
    mark: 'Red Hat',
    product: 'Red Hat Enterprise Linux 8.8 (Ootpa)',
    kernel: '4.18.0-477.10.1.el8_8.x86_64',
    kernelVersion: '#1 SMP Wed Apr 5 13:35:01 EDT 2023',
  },
  {
    mark: 'Ubuntu',
    product: 'Ubuntu 22.04.3 LTS',
    kernel: '5.15.0-91-generic',
    kernelVersion: '#101-Ubuntu SMP Tue Nov 14 13:30:08 UTC 2023',
  },
];

const centos: UnixRelease = {
  mark: 'CentOS',
  product: 'CentOS Linux 7 (Core)',
  kernel: '3.10.0-1160.el7.x86_64',
  kernelVersion: '#1 SMP Mon Oct 19 16:18:59 UTC 2020',
};

function macRelease(osName: string): UnixRelease {
  const version = /\d+(\.\d+)*/.exec(osName)?.[0] ?? '13.6';
  const kernel = `${Number(version.split('.')[0]) + 9}.6.0`;
  return {
    mark: 'Mac',
    product: `macOS ${version}`,
    kernel,
    kernelVersion: `Darwin Kernel Version ${kernel}: Wed Jul  5 22:21:56 PDT 2023; root:xnu-8796.141.3~6/RELEASE_X86_64`,
  };
}

export function makeUnixProfile(spec: EndpointSpec): UnixProfile {
  const random = seededRandom(spec.seed, `unix ${spec.sensorId}`);
  const os = spec.os === 'macos' ? 'macos' : 'linux';
  const user = random.pick(['devr', 'asmith', 'mgarcia', 'zoë', 'deploy']);
  const osName = spec.osName ?? '';
  const release =
    os === 'macos' ? macRelease(osName) : (linuxReleases.find(({ mark }) => osName.includes(mark)) ?? centos);
  return {
    spec,
    os,
    random,
    bootTime: spec.bootTime,
    installTime: spec.bootTime - random.int(60, 500) * 86_400,
    user,
    uid: os === 'macos' ? 501 : 1000,
    home: os === 'macos' ? `/Users/${user}` : `/home/${user}`,
    kernel: release.kernel,
    kernelVersion: release.kernelVersion,
    product: release.product,
  };
}

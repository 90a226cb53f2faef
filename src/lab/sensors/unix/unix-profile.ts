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
}

export function makeUnixProfile(spec: EndpointSpec): UnixProfile {
  const random = seededRandom(spec.seed, `unix ${spec.sensorId}`);
  const os = spec.os === 'macos' ? 'macos' : 'linux';
  const user = random.pick(['devr', 'asmith', 'mgarcia', 'zoë', 'deploy']);
  return {
    spec,
    os,
    random,
    bootTime: spec.bootTime,
    installTime: spec.bootTime - random.int(60, 500) * 86_400,
    user,
    uid: os === 'macos' ? 501 : 1000,
    home: os === 'macos' ? `/Users/${user}` : `/home/${user}`,
    kernel: os === 'macos' ? '22.6.0' : '3.10.0-862.el7.x86_64',
    kernelVersion:
      os === 'macos'
        ? 'Darwin Kernel Version 22.6.0: Wed Jul  5 22:21:56 PDT 2023; root:xnu-8796.141.3~6/RELEASE_X86_64'
        : '#1 SMP Fri Apr 20 16:44:24 UTC 2018',
  };
}

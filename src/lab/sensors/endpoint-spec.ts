import type { LabTime } from '../time.ts';

/** One endpoint of the lab. The same spec gives the same endpoint. */
export interface EndpointSpec {
  readonly sensorId: number;
  readonly hostname: string;
  readonly os: 'windows' | 'linux' | 'macos';
  readonly seed: number;
  /** Unix seconds. Sensors 10 and 3 of the seeds booted when their documents say, whatever stands here. */
  readonly bootTime: number;
  /** Commands run for real on the computer of the lab; what changes anything only with `allowWrite`. */
  readonly thisMachine?: { readonly allowWrite: boolean };
  /** IPv4 address, as `ipconfig` prints it. */
  readonly address: string;
  readonly domain?: string;
  /** The sensor's own words, such as `Windows Server 2019 Server Standard, 64-bit`; programs answer in line with it. */
  readonly osName?: string;
  /** Drives without a medium; `A:` where not said. */
  readonly emptyDrives?: readonly string[];
  /** Sensors before 6.0 list the kernel of Windows without a path; so does sensor 10, as its document has it. */
  readonly hidesKernelPath?: boolean;
  /** `S-1-5-21-…` of the machine, where the sensor object shows one. */
  readonly machineSid?: string;
  /** How long one second of a simulated program lasts: a line of `ping`, `sleep 1`; default 1000 ms. */
  readonly programSecondMs?: number;
  /** How time passes for its programs; the computer's when not said. */
  readonly time?: LabTime;
  /** Size of a memory dump; default 64 MiB. */
  readonly memoryBytes?: number;
}

import type { Random } from '../random.ts';
import type { SensorOs } from './sensor.ts';

/** The made-up company the fleet belongs to. */
export const domain = 'corp.northwind-lab.example';

/** What kind of machine it is decides its name, its system and its group. */
export interface MachineKind {
  readonly os: SensorOs;
  readonly groupId: number;
  readonly names: readonly [string, ...string[]];
  readonly systems: readonly [string, ...string[]];
  /** Second and third part of its 10.x address. */
  readonly network: string;
  readonly weight: number;
}

const offices = ['FIN', 'HR', 'SALES', 'OPS', 'LEGAL', 'MKT', 'RND'] as const;

const machineKinds: readonly [MachineKind, ...MachineKind[]] = [
  {
    os: 'windows',
    groupId: 3,
    names: prefixed(offices, '-WS-'),
    systems: [
      'Windows 10 Enterprise, 64-bit',
      'Windows 11 Enterprise, 64-bit',
      'Windows 10 Professional, 64-bit',
      'Windows 7 Professional Service Pack 1, 64-bit',
    ],
    network: '20.1',
    weight: 40,
  },
  {
    os: 'windows',
    groupId: 4,
    names: prefixed(offices, '-LT-'),
    systems: ['Windows 11 Enterprise, 64-bit', 'Windows 10 Enterprise, 64-bit'],
    network: '20.40',
    weight: 18,
  },
  {
    os: 'windows',
    groupId: 2,
    names: ['SRV-FILE-', 'SRV-SQL-', 'SRV-APP-', 'SRV-MAIL-'],
    systems: [
      'Windows Server 2019 Server Standard, 64-bit',
      'Windows Server 2016 Server Standard, 64-bit',
      'Windows Server 2012 R2 Server Standard, 64-bit',
    ],
    network: '20.2',
    weight: 10,
  },
  {
    os: 'linux',
    groupId: 2,
    names: ['web-', 'db-', 'build-', 'queue-', 'cache-'],
    systems: [
      'Linux, Red Hat Enterprise Linux 8.8, 64-bit',
      'Linux, CentOS Linux 7.9, 64-bit',
      'Linux, Ubuntu 22.04, 64-bit',
    ],
    network: '20.3',
    weight: 18,
  },
  {
    os: 'macos',
    groupId: 4,
    names: ['RND-MBP-', 'MKT-MBP-', 'RND-IMAC-'],
    systems: ['Mac OSX 14.2', 'Mac OSX 13.6', 'Mac OSX 12.7'],
    network: '20.41',
    weight: 14,
  },
];

const totalWeight = machineKinds.reduce((sum, kind) => sum + kind.weight, 0);

export function pickKind(random: Random): MachineKind {
  let left = random.next() * totalWeight;
  for (const kind of machineKinds) {
    left -= kind.weight;
    if (left < 0) return kind;
  }
  return machineKinds[0];
}

function prefixed(offices: readonly string[], suffix: string): readonly [string, ...string[]] {
  const [first = 'PC', ...rest] = offices;
  return [`${first}${suffix}`, ...rest.map((office) => `${office}${suffix}`)];
}

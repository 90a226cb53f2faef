import type { Partition } from '../../api/wire/server-info.ts';

/** How a storage partition is named. */
export const partitionKind = {
  noun: 'partition',
  idOf: (partition: Partition) => partition.name,
  namesOf: () => [],
  lister: 'cbq partition',
} as const;

export const partitionsOperand = { kind: 'partition', many: true, about: 'name; - for stdin' } as const;

import type { SensorGroup } from '../../api/wire/sensor-group.ts';

/** How a sensor group is named. */
export const groupKind = {
  noun: 'group',
  idOf: (group: SensorGroup) => group.id,
  namesOf: (group: SensorGroup) => [group.name],
  lister: 'cbq group',
} as const;

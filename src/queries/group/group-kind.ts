import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import type { Completer } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';

/** How a sensor group is named. */
export const groupKind = {
  noun: 'group',
  idOf: (group: SensorGroup) => group.id,
  namesOf: (group: SensorGroup) => [group.name],
  lister: 'cbq group',
} as const;

export const completeGroup: Completer<QueryContext> = async (_word, { cb }, signal) =>
  (await (await cb()).sensorGroups.list({ signal })).map(({ name }) => name);

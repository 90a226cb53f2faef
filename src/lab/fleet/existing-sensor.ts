import { refuse } from '../failure.ts';
import type { LabWorld } from '../world.ts';
import type { Sensor } from './sensor.ts';

/** @throws LabFailure 404 */
export function existingSensor(id: string, world: LabWorld): Sensor {
  const sensor = /^\d+$/.test(id) ? world.fleet.get(Number(id)) : undefined;
  if (sensor === undefined) throw refuse(404, `Sensor ${id} not found`);
  return sensor;
}

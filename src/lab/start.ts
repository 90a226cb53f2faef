import type { LabOptions, RunningLab } from './lab.ts';
import { defaultSeed, launchLab } from './launch.ts';
import { makeEndpoint } from './sensors/make-endpoint.ts';
import { specOfSensor } from './sensors/spec-of-sensor.ts';

/** Starts the lab and resolves when it answers. @throws Error for options that make no sense or a port that is taken. */
export function startLab(options: LabOptions = {}): Promise<RunningLab> {
  return launchLab(options, (sensor) =>
    makeEndpoint({
      ...specOfSensor(sensor, options.seed ?? defaultSeed),
      ...(options.time === undefined ? {} : { time: options.time }),
      ...(sensor.isThisMachine ? { thisMachine: { allowWrite: options.allowWrite === true } } : {}),
    }),
  );
}

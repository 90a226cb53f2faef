import type { LabOptions, RunningLab } from './lab.ts';
import { defaultSeed, launchLab } from './launch.ts';
import { makeEndpoint } from './sensors/make-endpoint.ts';

/** Starts the lab and resolves when it answers. @throws Error for options that make no sense or a port that is taken. */
export function startLab(options: LabOptions = {}): Promise<RunningLab> {
  return launchLab(options, (sensor) =>
    makeEndpoint({
      sensorId: sensor.id,
      hostname: sensor.hostname,
      os: sensor.os,
      seed: options.seed ?? defaultSeed,
      bootTime: sensor.bootTime,
      address: sensor.address,
      osName: sensor.osName,
      machineSid: sensor.machineSid,
      ...(sensor.domain === undefined ? {} : { domain: sensor.domain }),
      ...(sensor.isThisMachine ? { thisMachine: { allowWrite: options.allowWrite === true } } : {}),
    }),
  );
}

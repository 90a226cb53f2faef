import type { Sensor } from '../fleet/sensor.ts';
import type { EndpointSpec } from './endpoint-spec.ts';

/** The machine behind a sensor of the fleet, as the simulation makes it. */
export function specOfSensor(sensor: Sensor, seed: number): EndpointSpec {
  return {
    sensorId: sensor.id,
    hostname: sensor.hostname,
    os: sensor.os,
    seed,
    bootTime: sensor.bootTime,
    address: sensor.address,
    osName: sensor.osName,
    machineSid: sensor.machineSid,
    // As its document lists them.
    ...(sensor.id === 10 ? { emptyDrives: ['A:', 'D:'] } : {}),
    hidesKernelPath: sensor.id === 10 || sensor.build.startsWith('005'),
    ...(sensor.domain === undefined ? {} : { domain: sensor.domain }),
  };
}

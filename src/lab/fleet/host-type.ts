import type { Sensor } from './sensor.ts';

/** `host_type` of a sensor. */
export function hostTypeOf({ osName, groupId }: Sensor): string {
  return groupId === 5 ? 'domain_controller' : /server|linux/i.test(osName) ? 'server' : 'workstation';
}

/** `os_type` of process documents. */
export function osTypeOf({ os }: Sensor): string {
  return os === 'macos' ? 'osx' : os;
}

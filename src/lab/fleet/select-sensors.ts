import type { Fleet } from './fleet.ts';
import type { Sensor } from './sensor.ts';

/** Query parameters both sensor lists know (contract/sensors.md). */
export type SensorFilter = Readonly<Record<string, string | string[] | undefined>>;

/** `ip` wins over `hostname`; both are substrings, and the name's case counts in the first of the two lists; `groupid` is exact. */
export function selectSensors(
  fleet: Fleet,
  filter: SensorFilter,
  nowMs: number,
  countsCase: boolean,
): Sensor[] {
  const fold = (text: string) => (countsCase ? text : text.toLowerCase());
  const ip = one(filter['ip']);
  const hostname = fold(one(filter['hostname']) ?? '');
  const groupId = one(filter['groupid']);
  const inactiveDays = Number(one(filter['inactive_filter_days']) || Number.NaN);
  return [...fleet.all()].filter((sensor) => {
    const isNamed = ip
      ? sensor.address.includes(ip)
      : hostname
        ? fold(sensor.hostname).includes(hostname)
        : true;
    const isInGroup = groupId ? sensor.groupId === Number(groupId) : true;
    const isRecent = Number.isNaN(inactiveDays)
      ? true
      : nowMs - fleet.checkIns(sensor).last <= inactiveDays * 86_400_000;
    return isNamed && isInGroup && isRecent;
  });
}

/** The first of a parameter that was given more than once. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

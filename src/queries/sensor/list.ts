import { rows } from '../../spec/result.ts';
import { query } from '../context.ts';
import { sensorColumns } from './columns.ts';

export const sensorList = query({
  name: 'sensor',
  about: 'list sensors, by name, address, group, system or status',
  group: 'sensors',
  effect: 'reads',
  operands: {},
  options: {
    hostname: { kind: 'text', value: 'PART', about: 'part of the name; the server minds the case' },
    ip: { kind: 'text', value: 'PART', about: 'part of an address' },
    group: { kind: 'integer', value: 'ID', about: 'sensor group' },
    os: { kind: 'choice', choices: ['windows', 'linux', 'macos'], about: 'system' },
    status: {
      kind: 'text',
      value: 'WORD',
      about: 'in the words of the server: Online, Offline, Uninstalled …',
    },
    limit: { kind: 'integer', value: 'N', about: 'at most so many; 50 when not said' },
    all: { kind: 'flag', about: 'all of them' },
  },
  conflicts: [['limit', 'all']],
  search: ['host', 'endpoint', 'agent', 'find'],
  examples: [
    { line: 'cbq sensor --status online --os windows', shows: 'Windows sensors that are online' },
    { line: 'cbq sensor --hostname FIN --json', shows: 'for a script' },
  ],
  async run({ hostname, ip, group, os, status, limit = 50, all }, { cb, signal, note }) {
    const { sensors } = await cb();
    const filter = {
      ...(hostname === undefined ? {} : { hostname }),
      ...(ip === undefined ? {} : { ip }),
      ...(group === undefined ? {} : { groupid: group }),
    };
    const found = (await sensors.list(filter, { signal })).filter(
      (sensor) =>
        (os === undefined || sensor.os === os) &&
        (status === undefined || sensor.status.toLowerCase() === status.toLowerCase()),
    );
    const shown = all ? found : found.slice(0, limit);
    if (shown.length < found.length) note(`${shown.length} of ${found.length} sensors; --all shows the rest`);
    return rows(shown, sensorColumns, { noun: 'sensors' });
  },
});

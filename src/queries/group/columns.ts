import type { WireObject } from '../../api/wire/read.ts';
import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import type { Cell, Column } from '../../spec/result.ts';
import { toId, toText } from '../../text/number.ts';
import { wireColumn } from '../wire-columns.ts';

/** A group with the name of its site, where that is known. */
export interface ShownGroup extends SensorGroup {
  readonly siteName: string | undefined;
}

/** Fields by their wire names (contract/groups-sites.md); `site_name` is ours. The first ones are what a list shows. */
export const groupColumns: readonly Column<ShownGroup>[] = [
  { field: 'id', head: 'id', of: (group) => group.id, align: 'right' },
  { field: 'name', head: 'name', of: (group) => group.name, style: () => 'name' },
  wireColumn('site_id', 'site id', { wide: true }),
  { field: 'site_name', head: 'site', of: (group) => group.siteName, show: siteOf },
  { field: 'number_of_hosts', head: 'sensors', of: (group) => group.hostCount, align: 'right' },
  wireColumn('sensorbackend_server', 'server', { wide: true }),
  wireColumn('banning_enabled', 'bans'),
  wireColumn('alert_criticality', 'criticality', { wide: true }),
  wireColumn('tamper_level', 'tamper level', { wide: true }),
  wireColumn('process_filter_level', 'process filter', { wide: true }),
  wireColumn('sensor_version_windows', 'windows sensors', { wide: true }),
  wireColumn('sensor_version_osx', 'macos sensors', { wide: true }),
  wireColumn('sensor_version_linux', 'linux sensors', { wide: true }),
  wireColumn('vdi_enabled', 'vdi', { wide: true }),
  {
    ...wireColumn('isolation_exclusions', 'isolation exclusions', { wide: true }),
    show: (group) => texts(group.wire['isolation_exclusions'], exclusionText),
  },
  {
    ...wireColumn('event_exclusions', 'event exclusions', { wide: true }),
    show: (group) => texts(group.wire['event_exclusions'], eventExclusionText),
  },
  {
    ...wireColumn('team_access', 'team access', { wide: true }),
    show: (group) => texts(group.wire['team_access'], accessText),
  },
  wireColumn('quota_eventlog_bytes', 'event quota', { wide: true, as: 'bytes' }),
  wireColumn('quota_eventlog_percent', 'event quota, % of disk', { wide: true }),
  wireColumn('quota_storefile_bytes', 'file quota', { wide: true, as: 'bytes' }),
  wireColumn('quota_storefile_percent', 'file quota, % of disk', { wide: true }),
];

function siteOf({ siteName, siteId }: ShownGroup): string {
  return siteName ?? (siteId === undefined ? '' : String(siteId));
}

function texts(value: unknown, textOf: (each: WireObject) => string): string {
  if (!Array.isArray(value)) return '';
  return value
    .map((each: unknown) =>
      typeof each === 'object' && each !== null ? textOf(each as WireObject) : String(each),
    )
    .filter((text) => text !== '')
    .join('; ');
}

/** `Jump host 10.0.0.5`, `(off)` behind one that is not in force. */
function exclusionText(wire: WireObject): string {
  const parts = [
    toText(wire['name']),
    toId(wire['ip_address']),
    wire['enabled'] === false ? '(off)' : undefined,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

/** `netconn, modload of c:\backup\*`. */
function eventExclusionText(wire: WireObject): string {
  const list = (value: unknown): string =>
    Array.isArray(value) ? value.map((each: Cell) => String(each)).join(', ') : '';
  return `${list(wire['eventsToIgnore']) || 'events'} of ${list(wire['paths']) || 'no path'}`;
}

function accessText(wire: WireObject): string {
  return `${toText(wire['team_name']) ?? toId(wire['team_id']) ?? '?'}: ${toText(wire['access_category']) ?? '?'}`;
}

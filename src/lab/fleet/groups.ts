import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';
import { financeGroupId } from './finance.ts';

/** A sensor group as the server stores it; `number_of_hosts` is counted when asked for (contract/groups-sites.md). */
export type SensorGroup = { id: number; name: string; site_id: number } & Record<string, unknown>;

/** `hasFinance`: the fleet is so large that the finance department has a group of its own. */
export function groupSection(hasFinance: boolean): Section<Map<number, SensorGroup>> {
  return {
    name: 'groups',
    read: (kept) => {
      const groups = Array.isArray(kept) ? kept.filter(isGroup) : firstGroups(hasFinance);
      return new Map(groups.map((group) => [group.id, group]));
    },
    write: (groups) => [...groups.values()],
  };
}

function isGroup(value: unknown): value is SensorGroup {
  return isRecord(value) && typeof value['id'] === 'number' && typeof value['name'] === 'string';
}

function firstGroups(hasFinance: boolean): SensorGroup[] {
  return [
    makeGroup(1, { name: 'Default Group' }),
    makeGroup(2, { name: 'Servers', site_id: 2, alert_criticality: 5 }),
    makeGroup(3, { name: 'Workstations', site_id: 2 }),
    makeGroup(4, { name: 'Laptops', site_id: 3 }),
    makeGroup(5, { name: 'Domain Controllers', site_id: 2, alert_criticality: 5 }),
    ...(hasFinance ? [makeGroup(financeGroupId, { name: 'Finance', site_id: 2, alert_criticality: 5 })] : []),
  ];
}

/** A group with the server's defaults for whatever was not sent. */
export function makeGroup(id: number, sent: Readonly<Record<string, unknown>>): SensorGroup {
  // Kept with the teams, and counted; whoever sends a group back has these two in it.
  const { team_access: _access, number_of_hosts: _hosts, ...rest } = sent;
  return {
    address_resolution_hint: 'ipv4',
    alert_criticality: 3,
    banning_enabled: true,
    collect_amsi: false,
    collect_cross_procs: true,
    collect_emet_events: true,
    collect_filemods: true,
    collect_filewritemd5s: true,
    collect_moduleinfo: true,
    collect_moduleloads: true,
    collect_netconns: true,
    collect_nonbinary_filewrites: true,
    collect_processes: true,
    collect_regmods: true,
    collect_storefiles: true,
    collect_usercontext: true,
    datastore_server: '',
    event_exclusions: null,
    filter_known_dlls: false,
    isolation_exclusions: [],
    max_licenses: -1,
    process_filter_level: 0,
    quota_eventlog_bytes: 1073741824,
    quota_eventlog_percent: 1,
    quota_storefile_bytes: 1073741824,
    quota_storefile_percent: 1,
    sensor_exe_name: '',
    sensor_version_linux: 'Manual',
    sensor_version_osx: 'Manual',
    sensor_version_windows: 'Manual',
    sensorbackend_server: 'https://cb-sensors.corp.northwind-lab.example:443',
    server_cert_id: 2,
    tamper_level: 0,
    vdi_enabled: false,
    ...rest,
    id,
    name: String(sent['name'] ?? ''),
    site_id: Number(sent['site_id'] ?? 1) || 1,
  };
}

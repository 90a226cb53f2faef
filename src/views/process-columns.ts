import type { WireObject } from '../api/wire/read.ts';
import type { Column } from '../spec/result.ts';
import { formatIp } from '../text/ip.ts';
import { documentColumn, watchlistsColumn, wideColumn } from './document-columns.ts';

const count = (name: string, head: string) => wideColumn(`${name}_count`, head, { align: 'right' });
const address = (name: string, head: string) =>
  wideColumn(name, head, { show: (wire) => formatIp(wire[name]) });

export const processColumn = {
  start: documentColumn('start', 'start', { as: 'iso', drop: 1 }),
  hostname: documentColumn('hostname', 'hostname', { least: 15, drop: 3 }),
  name: documentColumn('process_name', 'process', { style: () => 'name', least: 16 }),
  commandLine: documentColumn('cmdline', 'command line', { drop: 2 }),
  id: documentColumn('id', 'id', { firm: true }),
} as const;

/** Fields by their wire names (contract/processes.md); the first ones are what a list shows. */
export const processColumns: readonly Column<WireObject>[] = [
  ...Object.values(processColumn),
  wideColumn('username', 'user'),
  wideColumn('process_pid', 'pid', { align: 'right' }),
  wideColumn('path', 'path'),
  wideColumn('process_md5', 'md5', { as: 'md5' }),
  wideColumn('process_sha256', 'sha256'),
  wideColumn('parent_name', 'parent'),
  wideColumn('parent_pid', 'parent pid', { align: 'right' }),
  wideColumn('parent_id', 'parent id'),
  wideColumn('parent_unique_id', 'parent unique id'),
  wideColumn('parent_md5', 'parent md5', { as: 'md5' }),
  wideColumn('sensor_id', 'sensor', { align: 'right' }),
  wideColumn('group', 'group'),
  wideColumn('os_type', 'system'),
  wideColumn('host_type', 'host type'),
  wideColumn('terminated', 'ended'),
  wideColumn('end', 'end', { as: 'iso' }),
  wideColumn('last_update', 'last update', { as: 'iso' }),
  wideColumn('last_server_update', 'last at server', { as: 'iso' }),
  wideColumn('min_last_update', 'first update', { as: 'iso' }),
  wideColumn('max_last_update', 'latest update', { as: 'iso' }),
  wideColumn('min_last_server_update', 'first at server', { as: 'iso' }),
  wideColumn('max_last_server_update', 'latest at server', { as: 'iso' }),
  wideColumn('segment_id', 'segment', { align: 'right' }),
  wideColumn('unique_id', 'unique id'),
  count('modload', 'modloads'),
  count('filemod', 'filemods'),
  count('regmod', 'regmods'),
  count('netconn', 'netconns'),
  count('childproc', 'childprocs'),
  count('crossproc', 'crossprocs'),
  count('processblock', 'blocks'),
  count('emet', 'emet events'),
  count('fileless_scriptload', 'scripts'),
  address('comms_ip', 'address to server'),
  address('interface_ip', 'address'),
  wideColumn('uid', 'uid'),
  wideColumn('emet_config', 'emet'),
  wideColumn('filtering_known_dlls', 'filters known dlls'),
  watchlistsColumn,
];

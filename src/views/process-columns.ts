import type { WireObject } from '../api/wire/read.ts';
import type { Cell, Column } from '../spec/result.ts';
import { formatIp } from '../text/ip.ts';

type Options = Omit<Column<WireObject>, 'field' | 'head' | 'of'>;

const field = (name: string, head: string, options: Options = {}): Column<WireObject> => ({
  field: name,
  head,
  of: (wire) => wire[name] as Cell,
  ...options,
});
const wide = (name: string, head: string, options: Options = {}) =>
  field(name, head, { wide: true, ...options });
const count = (name: string, head: string) => wide(`${name}_count`, head, { align: 'right' });
const address = (name: string, head: string) => wide(name, head, { show: (wire) => formatIp(wire[name]) });

export const processColumn = {
  start: field('start', 'start', { as: 'iso' }),
  hostname: field('hostname', 'hostname'),
  name: field('process_name', 'process', { style: () => 'name' }),
  commandLine: field('cmdline', 'command line'),
  id: field('id', 'id', { firm: true }),
} as const;

/** Fields by their wire names (contract/processes.md); the first ones are what a list shows. */
export const processColumns: readonly Column<WireObject>[] = [
  ...Object.values(processColumn),
  wide('username', 'user'),
  wide('process_pid', 'pid', { align: 'right' }),
  wide('path', 'path'),
  wide('process_md5', 'md5'),
  wide('process_sha256', 'sha256'),
  wide('parent_name', 'parent'),
  wide('parent_pid', 'parent pid', { align: 'right' }),
  wide('parent_id', 'parent id'),
  wide('parent_unique_id', 'parent unique id'),
  wide('parent_md5', 'parent md5'),
  wide('sensor_id', 'sensor', { align: 'right' }),
  wide('group', 'group'),
  wide('os_type', 'system'),
  wide('host_type', 'host type'),
  wide('terminated', 'ended'),
  wide('end', 'end', { as: 'iso' }),
  wide('last_update', 'last update', { as: 'iso' }),
  wide('last_server_update', 'last at server', { as: 'iso' }),
  wide('min_last_update', 'first update', { as: 'iso' }),
  wide('max_last_update', 'latest update', { as: 'iso' }),
  wide('min_last_server_update', 'first at server', { as: 'iso' }),
  wide('max_last_server_update', 'latest at server', { as: 'iso' }),
  wide('segment_id', 'segment', { align: 'right' }),
  wide('unique_id', 'unique id'),
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
  wide('uid', 'uid'),
  wide('emet_config', 'emet'),
  wide('filtering_known_dlls', 'filters known dlls'),
  wide('watchlists', 'watchlists'),
];

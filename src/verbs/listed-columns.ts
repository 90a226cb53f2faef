import { type ProcessEntry, processName } from '../live/process-entry.ts';
import type { Column } from '../spec/result.ts';
import { wide } from '../views/column-over.ts';

const pid: Column<ProcessEntry> = { field: 'pid', head: 'pid', of: (entry) => entry.pid, align: 'right' };
const parent: Column<ProcessEntry> = {
  field: 'parent',
  head: 'parent',
  of: (entry) => entry.parent ?? null,
  align: 'right',
  drop: 2,
  style: () => 'dim',
};
const user: Column<ProcessEntry> = {
  field: 'username',
  head: 'user',
  of: (entry) => entry.username,
  drop: 3,
  least: 19,
};
const started: Column<ProcessEntry> = {
  field: 'create_time',
  head: 'started',
  of: (entry) => entry.createTime,
  as: 'unixSec',
  drop: 1,
};

const program: Column<ProcessEntry> = {
  field: 'path',
  head: 'name',
  of: (entry) => entry.path,
  show: processName,
  style: () => 'name',
  least: 16,
};

const details: readonly Column<ProcessEntry>[] = [
  { field: 'command_line', head: 'command line', of: (entry) => entry.commandLine, least: 32 },
  { field: 'sid', head: 'sid', of: (entry) => entry.sid, wide: true },
  { field: 'proc_guid', head: 'process guid', of: (entry) => entry.guid, wide: true },
  { field: 'parent_guid', head: 'parent guid', of: (entry) => entry.parentGuid, wide: true },
];

/** Processes as the sensor lists them. */
export const listedColumns: readonly Column<ProcessEntry>[] = [
  pid,
  parent,
  user,
  started,
  program,
  ...details,
];

/** The same below whom started them. */
export const treeColumns: readonly Column<ProcessEntry>[] = [
  program,
  pid,
  parent,
  user,
  wide(started),
  ...details,
];

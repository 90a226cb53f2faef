import { isCbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import type { ProcessEntry } from '../live/process-entry.ts';
import type { OnUnread } from '../live/read-rows.ts';
import { newFile } from '../ops/new-file.ts';
import {
  type Snapshot,
  type SnapshotList,
  snapshotName,
  snapshotText,
} from '../ops/snapshot/snapshot-file.ts';
import { type Column, rows } from '../spec/result.ts';
import { unaskedLocalName } from '../text/local-name.ts';
import { shortName } from '../text/short-name.ts';
import { plainPath } from '../text/typed-glob.ts';
import { written } from '../views/written.ts';
import { type VerbContext, verb } from './context.ts';
import { entryColumns } from './file-columns.ts';
import { listedColumns } from './listed-columns.ts';
import { askLists, kept } from './system/all-lists.ts';
import type { Reading } from './system/sections.ts';
import { systemOf } from './system/tool.ts';

export const snap = verb({
  name: 'snap',
  about: 'keep what the sensor is like now in a local file',
  details:
    'Processes, sockets, services, scheduled tasks, accounts, what starts by itself, and the folders that are named: diff compares two ' +
    'of them, also of two sensors, and ps --diff one with what runs. Its programs run one after the other by one start. What could not ' +
    'be read is named and kept as such, with exit 6.',
  group: 'system',
  wire: ['process list', 'create process', 'get file', 'delete file', 'directory list'],
  wireAtTimes: ['reg query value'],
  effect: 'changes',
  undo: { not: 'programs have run, which change nothing else' },
  operands: {
    file: { kind: 'localPath', optional: true, about: 'local file; by host and time when not said' },
  },
  options: {
    folder: {
      kind: 'remotePath',
      isFolder: true,
      repeat: true,
      value: 'DIR',
      about: 'with what is in this folder',
    },
    force: { kind: 'flag', about: 'replace the file where there is one' },
  },
  search: ['snapshot', 'baseline', 'state', 'compare'],
  examples: [
    { line: 'snap before', shows: 'keep all in before.snap' },
    { line: 'snap --folder C:\\Windows\\Temp', shows: 'with a folder, in a file of host and time' },
  ],

  async run({ file, folder, force }, context) {
    const { live, local, clock, note, signal } = context;
    const { id, hostname } = live.session.sensor;
    const taken = new Date(clock.now()).toISOString();
    const typed = file ?? unaskedLocalName(`${shortName(hostname)}-${taken.replace(/[-:]|\.\d+/g, '')}`);
    const target = await newFile(local, snapshotName(typed), force);
    const os = await systemOf(context);
    const folders: Record<string, SnapshotList> = {};
    for (const path of folder.map((one) => live.resolve(one)))
      folders[`files ${path}`] = kept(await readFolder(path, context), fileColumns);
    // The sensor lists what runs before it starts programs of ours.
    const [running, system] = await Promise.all([readProcesses(context), askLists(os, context)]);
    if (system === undefined) return written(context, '', {});
    const lists = { processes: kept(running, listedColumns), ...system(running.rows), ...folders };
    signal.throwIfAborted();
    const snapshot: Snapshot = { taken, sensor: { id, hostname, os }, lists };
    const writer = target.begin();
    try {
      for (const piece of snapshotText(snapshot)) await writer.write(piece);
      await writer.finish();
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    note(`kept in ${target.path}`);
    const unread = Object.values(lists).flatMap((list) => list.unread);
    return rows(Object.entries(lists), columns, {
      noun: 'lists',
      notes: () => unread,
      isPartial: () => unread.length > 0,
    });
  },
});

const columns: readonly Column<readonly [name: string, list: SnapshotList]>[] = [
  { field: 'list', head: 'list', of: ([name]) => name, style: () => 'name' },
  { field: 'count', head: 'count', of: ([, list]) => list.rows.length, align: 'right' },
];

const { attributes, size, created, written: lastWritten, name } = entryColumns;
const fileColumns: readonly Column<FileEntry>[] = [attributes, size, created, lastWritten, name];

/** The sensor's own list of what runs. */
async function readProcesses({ live, signal }: VerbContext): Promise<Reading<ProcessEntry>> {
  return await readable(signal, (onUnread) => live.processes.list(signal, onUnread));
}

async function readFolder(path: string, { live, signal }: VerbContext): Promise<Reading<FileEntry>> {
  return await readable(signal, async (onUnread) => {
    const { entries } = await live.files.look(plainPath(path), { signal, onUnread });
    return entries;
  });
}

/** What the sensor does not give leaves the other lists as they are. */
async function readable<Row>(
  signal: AbortSignal,
  read: (onUnread: OnUnread) => Promise<readonly Row[]>,
): Promise<Reading<Row>> {
  const unread: string[] = [];
  try {
    return { rows: await read((words) => unread.push(words)), unread };
  } catch (error) {
    if (signal.aborted || !isCbError(error, 'CommandFailed', 'NotOnSensor', 'BadReply')) throw error;
    return { rows: [], unread: [error.message] };
  }
}

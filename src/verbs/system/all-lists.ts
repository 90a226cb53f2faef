import type { ProcessEntry } from '../../live/process-entry.ts';
import { type SnapshotList, snapshotRows } from '../../ops/snapshot/snapshot-file.ts';
import type { Column } from '../../spec/result.ts';
import type { VerbContext } from '../context.ts';
import { autorunColumns } from './autoruns/autorun.ts';
import { autorunSections } from './autoruns/sections.ts';
import { accountList } from './lists/accounts.ts';
import { serviceList } from './lists/services.ts';
import { socketList } from './lists/sockets.ts';
import { taskList } from './lists/tasks.ts';
import { askSections, listSection, type Reading } from './sections.ts';
import { namedSockets } from './sockets.ts';
import type { SystemOs } from './tool.ts';

type Lists = Readonly<Record<string, SnapshotList>>;

/**
 * All that programs of the system tell, by one start; undefined in a dry run. Sockets whose program is not told have the name of what runs.
 */
export async function askLists(
  os: SystemOs,
  context: VerbContext,
): Promise<((running: readonly ProcessEntry[]) => Lists) | undefined> {
  const sockets = listSection(socketList, os);
  const services = listSection(serviceList, os);
  const accounts = listSection(accountList, os);
  const tasks = typeof taskList.tools[os] === 'string' ? undefined : listSection(taskList, os);
  const autoruns = autorunSections[os];
  const sections = [sockets, services, accounts, ...(tasks === undefined ? [] : [tasks]), ...autoruns];
  const asked = await askSections(sections, 'the system', context);
  if (asked === undefined) return undefined;
  const read = asked.reading(sockets);
  const started = autoruns.map((section) => asked.reading(section));
  return (running) => ({
    sockets: kept({ ...read, rows: namedSockets(read.rows, running) }, socketList.columns),
    services: kept(asked.reading(services), serviceList.columns),
    ...(tasks === undefined ? {} : { tasks: kept(asked.reading(tasks), taskList.columns) }),
    accounts: kept(asked.reading(accounts), accountList.columns),
    autoruns: kept(
      {
        rows: started.flatMap((reading) => reading.rows),
        unread: started.flatMap((reading) => reading.unread),
      },
      autorunColumns,
    ),
  });
}

export function kept<T>({ rows, unread }: Reading<T>, columns: readonly Column<T>[]): SnapshotList {
  return { rows: snapshotRows(rows, columns), unread };
}

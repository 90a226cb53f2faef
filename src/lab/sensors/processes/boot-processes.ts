import type { Random } from '../../random.ts';
import { type FileTime, fileTimeFromUnix, noProcessGuid, processGuid } from '../process-guid.ts';
import type { Account, ProcessTable } from './process-table.ts';

/** One process that runs when the sensor is first looked at. */
export interface BootProcess {
  /** Name for `parent` of others. */
  readonly key: string;
  /** Key of the parent; none for the first. */
  readonly parent?: string;
  readonly path: string;
  readonly commandLine: string;
  readonly account: Account;
  /** Seconds after the boot, at least; a little is added so that no two start together. */
  readonly after: number;
  readonly isProtected?: boolean;
  /** Has ended by now: its children still name it. */
  readonly hasEnded?: boolean;
}

/** A pid and start time known from a document, instead of made ones. */
export interface KnownStart {
  readonly pid: number;
  readonly start: FileTime;
}

export interface BootPlan {
  readonly sensorId: number;
  readonly bootTime: number;
  readonly random: Random;
  readonly pidStep: number;
  readonly known: Readonly<Record<string, KnownStart>>;
}

/** A row with its pid and start, and those of its parent; the first of a tree has none. */
export interface StartedProcess {
  readonly row: BootProcess;
  readonly at: KnownStart;
  readonly parent: KnownStart | undefined;
}

/** Fills a table with what runs since the boot. Parents must come before their children. */
export function startBootProcesses(table: ProcessTable, rows: readonly BootProcess[], plan: BootPlan): void {
  for (const { row, at, parent } of bootHistory(rows, plan)) {
    if (row.hasEnded === true) continue;
    table.add({
      pid: at.pid,
      parent: parent?.pid ?? 0,
      parentGuid:
        parent === undefined
          ? noProcessGuid(plan.sensorId)
          : processGuid(plan.sensorId, parent.pid, parent.start),
      start: at.start,
      path: row.path,
      commandLine: row.commandLine,
      account: row.account,
      isProtected: row.isProtected ?? false,
      stop: undefined,
    });
  }
}

/** Pids and start times of everything a boot started, what has ended by now included. */
export function bootHistory(rows: readonly BootProcess[], plan: BootPlan): StartedProcess[] {
  const started = new Map<string, KnownStart>();
  const usedPids = new Set(Object.values(plan.known).map(({ pid }) => pid));
  let lastPid = 0;
  return rows.map((row) => {
    const known = plan.known[row.key];
    const parent = row.parent === undefined ? undefined : started.get(row.parent);
    const at = known ?? {
      pid: nextPid(lastPid, usedPids, plan),
      start: notBefore(parent, fileTimeFromUnix(plan.bootTime + row.after + plan.random.next() * 0.9)),
    };
    lastPid = Math.max(lastPid, at.pid);
    started.set(row.key, at);
    return { row, at, parent };
  });
}

/** Two that start within one second: the child a little after its parent. */
function notBefore(parent: KnownStart | undefined, start: FileTime): FileTime {
  const earliest = (parent?.start ?? 0n) + 312_500n;
  return start < earliest ? earliest : start;
}

function nextPid(last: number, used: ReadonlySet<number>, { random, pidStep }: BootPlan): number {
  let pid = last === 0 ? pidStep : last + pidStep * random.int(1, 14);
  while (used.has(pid)) pid += pidStep;
  return pid;
}

import type { ProcessEntry } from './processes.ts';

export interface ProcessTree {
  readonly roots: readonly ProcessEntry[];
  readonly children: (entry: ProcessEntry) => readonly ProcessEntry[];
}

/**
 * Who started whom. A process whose parent is not in the list is a root, and so is one whose parent's pid belongs to a younger process
 * (the pid was used again) or leads back to itself: what a sensor says may be wrong, and every process is drawn once.
 */
export function processTree(processes: readonly ProcessEntry[]): ProcessTree {
  const byPid = new Map(processes.map((entry) => [entry.pid, entry]));
  const below = new Map<ProcessEntry, ProcessEntry[]>();
  const roots: ProcessEntry[] = [];
  for (const entry of processes) {
    const parent = parentOf(entry, byPid);
    if (parent === undefined || isInCircle(entry, byPid)) roots.push(entry);
    else below.set(parent, [...(below.get(parent) ?? []), entry]);
  }
  return { roots, children: (entry) => below.get(entry) ?? [] };
}

function parentOf(entry: ProcessEntry, byPid: ReadonlyMap<number, ProcessEntry>): ProcessEntry | undefined {
  const parent = byPid.get(entry.parent);
  if (parent === undefined || parent.pid === entry.pid) return undefined;
  const isYounger = entry.createTime > 0 && parent.createTime > entry.createTime;
  return isYounger ? undefined : parent;
}

/** True where going up from it comes back to it. */
function isInCircle(entry: ProcessEntry, byPid: ReadonlyMap<number, ProcessEntry>): boolean {
  const seen = new Set<ProcessEntry>();
  for (let at = parentOf(entry, byPid); at !== undefined && !seen.has(at); at = parentOf(at, byPid)) {
    if (at.pid === entry.pid) return true;
    seen.add(at);
  }
  return false;
}

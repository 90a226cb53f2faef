import type { ProcessEntry } from './process-entry.ts';

export interface RunningTree {
  readonly roots: readonly ProcessEntry[];
  readonly children: (entry: ProcessEntry) => readonly ProcessEntry[];
}

/**
 * Who started whom. A process whose parent is not in the list is a root, and so is one whose parent's pid belongs to a younger process
 * (the pid was used again) or leads back to itself: what a sensor says may be wrong, and every process is drawn once.
 */
export function runningTree(processes: readonly ProcessEntry[]): RunningTree {
  const byPid = new Map(processes.map((entry) => [entry.pid, entry]));
  const below = new Map<ProcessEntry, ProcessEntry[]>();
  const roots: ProcessEntry[] = [];
  const inCircles = findCircles(processes, byPid);
  for (const entry of processes) {
    const parent = parentOf(entry, byPid);
    const siblings = parent === undefined ? undefined : below.get(parent);
    if (parent === undefined || inCircles.has(entry)) roots.push(entry);
    else if (siblings === undefined) below.set(parent, [entry]);
    else siblings.push(entry);
  }
  return { roots, children: (entry) => below.get(entry) ?? [] };
}

/** These with all that runs below them, parents first. */
export function withBelow(
  processes: readonly ProcessEntry[],
  entries: readonly ProcessEntry[],
): readonly ProcessEntry[] {
  const { roots, children } = runningTree(processes);
  const wanted = new Set(entries);
  const all = [...roots];
  // An array goes on with what is added while it is walked.
  for (const entry of all) {
    for (const child of children(entry)) {
      all.push(child);
      if (wanted.has(entry)) wanted.add(child);
    }
  }
  return all.filter((entry) => wanted.has(entry));
}

function parentOf(entry: ProcessEntry, byPid: ReadonlyMap<number, ProcessEntry>): ProcessEntry | undefined {
  const parent = entry.parent === undefined ? undefined : byPid.get(entry.parent);
  if (parent === undefined || parent.pid === entry.pid) return undefined;
  const isYounger = entry.createTime > 0 && parent.createTime > entry.createTime;
  return isYounger ? undefined : parent;
}

/** Those from which going up comes back to them. Looks at each process once, however long the chains are that a sensor makes up. */
function findCircles(
  processes: readonly ProcessEntry[],
  byPid: ReadonlyMap<number, ProcessEntry>,
): ReadonlySet<ProcessEntry> {
  const inCircles = new Set<ProcessEntry>();
  const visited = new Set<ProcessEntry>();
  for (const start of processes) {
    const way = new Set<ProcessEntry>();
    let at: ProcessEntry | undefined = start;
    for (; at !== undefined && !visited.has(at); at = parentOf(at, byPid)) {
      visited.add(at);
      way.add(at);
    }
    let isCircle = false;
    for (const entry of way) {
      isCircle ||= entry === at;
      if (isCircle) inCircles.add(entry);
    }
  }
  return inCircles;
}

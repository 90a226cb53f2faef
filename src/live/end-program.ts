import { CbError } from '../errors/cb-error.ts';
import type { WriteOptions } from './command-options.ts';
import { isSameProcess, type ProcessEntry } from './process-entry.ts';
import type { KillOutcome, RunningProcesses } from './processes.ts';
import type { OnUnread } from './read-rows.ts';
import type { RunningProgram } from './running-program.ts';

/** What starts a child again for each that is ended is not chased for ever. */
const mostRounds = 5;

type Processes = Pick<RunningProcesses, 'list' | 'kill'>;

/** Ends a program with what it has started. Throws why one could not be ended that is still there, or may be. */
export async function endProgram(
  processes: Pick<RunningProcesses, 'kill'>,
  program: RunningProgram,
  signal: AbortSignal,
): Promise<void> {
  const tree = await program.tree(signal);
  if (tree === undefined) {
    throw new CbError('CommandFailed', 'the sensor gives no list of processes that shows what to end', {
      hint: 'ps shows what it gives',
    });
  }
  // Through its own list, so that nobody asks again whether it has gone.
  const seen: Processes = { list: program.list, kill: (...which) => processes.kill(...which) };
  for await (const row of endTree(seen, tree, { wait: false, signal, dryRun: undefined })) {
    if (row.error !== undefined) throw row.error;
  }
}

/**
 * Ends processes with what they have started, parents first: one that waits for a child goes on with its next line when that is ended. What was
 * started meanwhile is ended, too. One that could not be ended is looked for: many end by themselves behind their parent.
 */
export async function* endTree(
  processes: Processes,
  tree: readonly ProcessEntry[],
  options: WriteOptions & { readonly wait: boolean; readonly onUnread?: OnUnread },
): AsyncGenerator<KillOutcome> {
  const tried: ProcessEntry[] = [];
  let next = tree;
  for (let round = 1; next.length > 0; round += 1) {
    tried.push(...next);
    const failed: KillOutcome[] = [];
    let isSent = true;
    for await (const row of processes.kill(next, options)) {
      if (row.outcome === 'not sent') isSent = false;
      if (row.error === undefined) yield row;
      else failed.push(row);
    }
    if (!isSent) return;
    let isWhole = true;
    const running = await processes.list(options.signal, (sentence) => {
      isWhole = false;
      options.onUnread?.(sentence);
    });
    const isThere = (entry: ProcessEntry) => running.some((now) => isOne(entry, now));
    for (const row of failed) {
      const entry = next.find(({ pid }) => pid === row.pid);
      const isGone = isWhole && entry !== undefined && !isThere(entry);
      yield isGone ? { pid: row.pid, name: row.name, entry, outcome: 'gone' } : row;
    }
    next = running.filter(
      (now) =>
        !tried.some((entry) => isOne(entry, now)) && tried.some((entry) => isParent(entry, now, running)),
    );
    if (next.length > 0 && round === mostRounds) {
      throw new CbError('CommandFailed', 'the program starts another process for each that is ended', {
        hint: `still there: ${next.map(({ pid }) => pid).join(' ')}; kill ends them`,
      });
    }
  }
}

/** A pid is used again: what is older than the parent was another one's child, and so is what the next of that pid has started. */
function isParent(parent: ProcessEntry, child: ProcessEntry, running: readonly ProcessEntry[]): boolean {
  if (child.parent !== parent.pid || child.createTime < parent.createTime) return false;
  const now = running.find(({ pid }) => pid === parent.pid);
  return now === undefined || isSameProcess(parent, now) || child.createTime < now.createTime;
}

function isOne(a: ProcessEntry, b: ProcessEntry): boolean {
  return a.pid === b.pid && isSameProcess(a, b);
}

import { CbError } from '../errors/cb-error.ts';
import { isSameProcess, type ProcessEntry, type RunningProcesses } from './processes.ts';
import type { RunningProgram } from './running-program.ts';

/** What starts a child again for each that is ended is not chased for ever. */
const mostRounds = 5;

/**
 * Ends a program with what it has started, parents first: one that waits for a child goes on with its next line when that is ended. What was
 * started meanwhile is ended, too. Throws why one could not be ended that is still there.
 */
export async function endProgram(
  processes: Pick<RunningProcesses, 'list' | 'kill'>,
  program: RunningProgram,
  signal: AbortSignal,
): Promise<void> {
  const ended: ProcessEntry[] = [];
  let next = (await program.tree(signal)) ?? [];
  for (let round = 1; next.length > 0; round += 1) {
    ended.push(...next);
    let failure: unknown;
    for await (const row of processes.kill(next, { wait: false, signal, dryRun: undefined }))
      failure ??= row.error;
    const running = await processes.list(signal);
    const isStill = next.some((entry) => running.some((now) => isOne(entry, now)));
    if (failure !== undefined && isStill) throw failure;
    next = running.filter((now) => ended.some((entry) => isParent(entry, now)));
    if (next.length > 0 && round === mostRounds) {
      throw new CbError('CommandFailed', 'the program starts another process for each that is ended', {
        hint: `still there: ${next.map(({ pid }) => pid).join(' ')}; kill ends them`,
      });
    }
  }
}

/** A pid is used again: what is older than the parent was another one's child. */
function isParent(parent: ProcessEntry, child: ProcessEntry): boolean {
  return child.parent === parent.pid && child.createTime >= parent.createTime;
}

function isOne(a: ProcessEntry, b: ProcessEntry): boolean {
  return a.pid === b.pid && isSameProcess(a, b);
}

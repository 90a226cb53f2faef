import { isCbError } from '../errors/cb-error.ts';
import { quoteGlob } from '../text/quote.ts';
import type { HelperFiles } from './helper-files.ts';
import type { RunningProgram } from './running-program.ts';

/** What stays on the sensor when nobody waits for a program any more that goes on. */
export interface Left {
  readonly pid: number | undefined;
  /** It and what it started, itself first; undefined where that is not known. */
  readonly pids: readonly number[] | undefined;
  /** What `rm` takes; undefined where no file of ours stays. */
  readonly removal: string | undefined;
}

export interface Parting {
  readonly files: readonly { readonly path: string; readonly isFolder: boolean }[];
  /** What `rm` takes for all of them. */
  readonly glob: string;
  readonly pid: number | undefined;
  readonly what: string;
  readonly onLeft: (left: Left) => void;
  /** What is not known by then is told as that. */
  readonly until: AbortSignal;
}

/**
 * Nobody waits for a program any more: its files go where it has ended, else they are told with what goes on.
 */
export async function part(helpers: HelperFiles, program: RunningProgram, parting: Parting): Promise<void> {
  const { files, glob, pid, what, onLeft, until } = parting;
  const tree = await program.tree(until).catch((error: unknown) => {
    if (!isCbError(error)) throw error;
    return undefined;
  });
  if (tree !== undefined && tree.length === 0) {
    for (const { path } of files) helpers.remove(path);
    return;
  }
  for (const { path, isFolder } of files) helpers.leave({ path, isFolder, what, pid, glob });
  const recursive = files.some(({ isFolder }) => isFolder) ? '-r ' : '';
  onLeft({
    pid,
    pids: tree?.map((entry) => entry.pid),
    removal: files.length === 0 ? undefined : `${recursive}${quoteGlob(glob)}`,
  });
}

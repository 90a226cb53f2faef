import { stateDirectory } from '../../config/state-directory.ts';
import { type RunsPlace, runFolder } from '../../fleet/runs.ts';
import { RunStore } from '../../fleet/store/run-store.ts';
import type { CommandContext } from '../context.ts';

/** The operand of every command about one run. */
export const runOperand = {
  kind: 'run',
  optional: true,
  about: 'number of the run; the newest when not said',
} as const;

export interface OpenedRun {
  readonly number: number;
  readonly store: RunStore;
}

export function runsPlace({ runtime }: Pick<CommandContext, 'runtime'>): RunsPlace {
  return {
    files: runtime.files,
    stateFolder: stateDirectory(runtime),
    uid: runtime.uid,
    nowMs: runtime.clock.now(),
  };
}

/** Opens a run for as long as `use` takes; its server is that of its own profile unless the line names one. Kind `NotFound`. */
export async function withRun<T>(
  number: number | undefined,
  context: CommandContext,
  use: (run: OpenedRun) => Promise<T> | T,
): Promise<T> {
  const place = runsPlace(context);
  const found = await runFolder(number, place);
  const store = RunStore.open({ ...place, folder: found.folder });
  try {
    context.program.preferProfile(store.run().profile);
    return await use({ number: found.number, store });
  } finally {
    store.close();
  }
}

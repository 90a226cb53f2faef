import { isCbError } from '../../errors/cb-error.ts';
import type { Prompter } from '../../ports/prompter.ts';
import { formatDuration } from '../../text/age.ts';
import type { Job, Jobs } from './jobs.ts';

type Choice = 'stay' | 'end' | 'part';

/** In words, which jobs have ended since this was said last. */
export function endedJobs(jobs: Jobs, areSeveral: boolean): readonly string[] {
  return jobs.takeEnded().map((job) => {
    const { exitCode = 0 } = job.outcome ?? {};
    const how = exitCode === 0 ? 'done' : `failed (${exitCode})`;
    const tookMs = (job.endedMs ?? job.startedMs) - job.startedMs;
    const where = areSeveral ? ` on ${job.task.on.host}` : '';
    return `[${job.number}] ${how} after ${formatDuration(tookMs)}${where}: ${job.task.line}; fg ${job.number} shows its output`;
  });
}

/**
 * Before jobs lose their sensor: false where they are wanted. Nobody is asked where there is nobody, and then they are ended. A program that
 * is left says by `note` how it is ended.
 */
export async function mayLeave(
  running: readonly Job[],
  prompter: Pick<Prompter, 'select'> | undefined,
  note: (text: string) => void,
): Promise<boolean> {
  const choice = running.length === 0 || prompter === undefined ? 'end' : await ask(running, prompter);
  if (choice === 'stay') return false;
  for (const { task } of running) {
    if (choice === 'end') task.end();
    else {
      await task.output.sayOnly(note);
      task.part();
    }
  }
  await Promise.all(running.map(({ task }) => task.ended));
  return true;
}

/** Before a shell is left: false where its jobs are wanted and it stays. */
export async function mayLeaveShell(
  jobs: Jobs,
  ...who: [prompter: Pick<Prompter, 'select'> | undefined, note: (text: string) => void]
): Promise<boolean> {
  if (!(await mayLeave(jobs.running(), ...who))) return false;
  for (const { task } of jobs.all()) await task.output.close();
  return true;
}

async function ask(running: readonly Job[], prompter: Pick<Prompter, 'select'>): Promise<Choice> {
  const what = running.length === 1 ? `a job runs: ${running[0]?.task.line}` : `${running.length} jobs run`;
  const choices: readonly { readonly label: string; readonly value: Choice }[] = [
    { label: 'stay', value: 'stay' },
    { label: 'end them and leave', value: 'end' },
    { label: 'leave; programs on the sensor go on', value: 'part' },
  ];
  try {
    return await prompter.select(what, choices);
  } catch (error) {
    if (isCbError(error, 'Interrupted', 'Declined')) return 'stay';
    throw error;
  }
}

import { isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Prompter } from '../../ports/prompter.ts';
import type { Sink } from '../../ports/streams.ts';
import { formatDuration } from '../../text/age.ts';
import { type Job, type Jobs, jobExitCode, stateOf } from './jobs.ts';

type Choice = 'stay' | 'end' | 'part';

/** In words, which jobs have ended since this was said last. */
export function endedJobs(jobs: Jobs, areSeveral: boolean): readonly string[] {
  return jobs.takeEnded().map((job) => {
    const state = stateOf(job);
    const how = state === 'failed' ? `failed (${jobExitCode(job)})` : state;
    const tookMs = (job.endedMs ?? job.startedMs) - job.startedMs;
    const where = areSeveral ? ` on ${job.task.on.host}` : '';
    return `[${job.number}] ${how} after ${formatDuration(tookMs)}${where}: ${job.task.line}; fg ${job.number} shows its output`;
  });
}

export interface LeavingDeps {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Nobody is asked where there is nobody, and then jobs are ended. */
  readonly prompter: Pick<Prompter, 'select'> | undefined;
  readonly note: (text: string) => void;
  readonly err: Sink;
}

/** A sensor that is held says nothing for as long as its program runs. */
const endingMs = 3_000;

/** Before jobs lose their sensor: false where they are wanted. What one has to say of how it was left is said. */
export async function mayLeave(running: readonly Job[], deps: LeavingDeps): Promise<boolean> {
  const { prompter } = deps;
  const choice = running.length === 0 || prompter === undefined ? 'end' : await ask(running, prompter);
  if (choice === 'stay') return false;
  await Promise.all(
    running.map(async ({ number, task }) => {
      const refused = choice === 'end' ? await ended(task, deps) : undefined;
      task.part();
      const { exitCode } = await task.ended;
      const said = await task.output.said();
      if (refused === undefined && (exitCode === 0 || said === '')) return;
      deps.note(`[${number}] ${task.line}${refused === undefined ? '' : ` was not ended: ${refused}`}`);
      await deps.err.write(said).catch(() => undefined);
    }),
  );
  return true;
}

/** Has it ended, as long as that takes; in words, why that is refused. */
async function ended(task: Job['task'], { clock }: LeavingDeps): Promise<string | undefined> {
  const over = new AbortController();
  const overdue = clock.sleep(endingMs, over.signal).then(() => undefined);
  try {
    return await Promise.race([task.end().then(() => undefined), overdue]);
  } catch (error) {
    if (isCbError(error)) return error.message;
    throw error;
  } finally {
    overdue.catch(() => undefined);
    over.abort();
  }
}

/** Before a shell is left: false where its jobs are wanted and it stays. */
export async function mayLeaveShell(jobs: Jobs, deps: LeavingDeps): Promise<boolean> {
  if (!(await mayLeave(jobs.running(), deps))) return false;
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

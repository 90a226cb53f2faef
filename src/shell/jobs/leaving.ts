import { isCbError } from '../../errors/cb-error.ts';
import { deadline, untilOf } from '../../errors/stopped.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Progress } from '../../ports/progress.ts';
import type { Prompter } from '../../ports/prompter.ts';
import type { Sink } from '../../ports/streams.ts';
import { formatDuration } from '../../text/age.ts';
import type { SessionRef, ShellSession } from '../sessions/shell-session.ts';
import { type Job, type Jobs, jobExitCode, stateOf } from './jobs.ts';
import { untilAborted } from './until-aborted.ts';

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
  readonly progress: Progress;
  /** Those that are left. */
  readonly sessions: readonly (Pick<SessionRef, 'number'> & {
    readonly session: Pick<ShellSession<never>, 'patienceMs'>;
  })[];
  /** Nobody is asked where there is nobody, and then jobs are ended. */
  readonly prompter: Pick<Prompter, 'select'> | undefined;
  readonly note: (text: string) => void;
  readonly err: Sink;
  /** Ctrl-C, or the end of the program: nothing is waited for any more. */
  readonly hurry: AbortSignal;
}

/** A look that is under way, one for what it has started, its end, a look behind that, and its output with what follows. */
const commandsToEnd = 9;
/** A look that is under way, and one for what goes on. */
const commandsToPart = 3;

/**
 * Before jobs lose their sensor: undefined where they are wanted. Else until when sensors are waited for on the way out, once for all: a sensor
 * that is held tells nothing of one program more, nor of what its session leaves. What a job has to say of how it was left is said.
 */
export async function mayLeave(running: readonly Job[], deps: LeavingDeps): Promise<AbortSignal | undefined> {
  const { prompter, clock, hurry, progress } = deps;
  const choice = running.length === 0 || prompter === undefined ? 'end' : await ask(running, prompter);
  if (choice === 'stay') return undefined;
  const until = hurry.aborted
    ? untilOf(hurry.reason, clock)
    : AbortSignal.any([deadline(clock, longest(running, choice, deps.sessions)), hurry]);
  const which = running.length === 1 ? `job ${running[0]?.number}` : `${running.length} jobs`;
  const doing = choice === 'end' ? `ending ${which}` : `asking the sensor what goes on of ${which}`;
  const drawn = running.length === 0 ? undefined : progress.start(`${doing}; Ctrl-C leaves at once`);
  await Promise.all(
    running.map(async ({ number, task }) => {
      const goesOn = choice === 'end' ? await ended(task, until) : undefined;
      task.part(until);
      const { exitCode } = await task.ended;
      const said = await task.output.said();
      if (goesOn === undefined && (exitCode === 0 || said === '')) return;
      deps.note(`[${number}] ${task.line}${goesOn ?? ''}`);
      await deps.err.write(said).catch(() => undefined);
    }),
  ).finally(() => drawn?.stop());
  return until;
}

/** By the pace that sensors have shown: one that is held shows none. */
function longest(
  running: readonly Job[],
  choice: Choice,
  sessions: LeavingDeps['sessions'],
): number | undefined {
  const each = choice === 'end' ? commandsToEnd : commandsToPart;
  const times = sessions.flatMap(({ number, session }) => {
    const jobs = running.filter(({ task }) => task.on.number === number).length;
    return session.patienceMs?.(jobs * each) ?? [];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Has it ended, as long as that takes; in words, that it goes on or may, and why. */
async function ended(task: Job['task'], until: AbortSignal): Promise<string | undefined> {
  try {
    await untilAborted(task.end(), until);
    return undefined;
  } catch (error) {
    if (until.aborted) return ` may go on: ${isCbError(until.reason) ? until.reason.message : 'interrupted'}`;
    if (isCbError(error)) return ` was not ended: ${error.message}`;
    throw error;
  }
}

/** Before a shell is left: as `mayLeave`. */
export async function mayLeaveShell(jobs: Jobs, deps: LeavingDeps): Promise<AbortSignal | undefined> {
  const until = await mayLeave(jobs.running(), deps);
  if (until === undefined) return undefined;
  for (const { task } of jobs.all()) await task.output.close();
  return until;
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

import { CbError, isCbError } from '../../errors/cb-error.ts';
import { answerOnHost } from '../../fleet/fold/read-answers.ts';
import { forgetTurns } from '../../fleet/queue/turns.ts';
import type { RunStore } from '../../fleet/store/run-store.ts';
import type { Run } from '../../fleet/store/run-types.ts';
import type { WorkEnd } from '../../fleet/work/end-of-run.ts';
import { Slots } from '../../fleet/work/slots.ts';
import { Worker } from '../../fleet/work/worker.ts';
import { defaultSlots } from '../../ops/session-list.ts';
import type { ProgressTask } from '../../ports/progress.ts';
import { decide } from '../../spec/effects.ts';
import type { Effect } from '../../spec/spec.ts';
import type { CommandContext, RunOnQueue, RunQueue } from '../context.ts';
import type { OpenedRun } from './opened-run.ts';
import { RunProgress } from './run-progress.ts';
import { countWords } from './run-words.ts';

const watchMs = 1000;

export interface WorkWishes {
  readonly canaryOk: boolean;
  /** `NAME=@FILE` for secrets of its playbook. */
  readonly sets: readonly string[];
  /** Where they are known already. */
  readonly secrets?: ReadonlyMap<string, string> | undefined;
}

/**
 * Works on a run in the foreground, or watches who does until that process is gone. Says at the end how to go on where something is left.
 * Kinds of whoever refuses all hosts alike; `Interrupted`, and the run stays as it is.
 */
export async function workOnRun(
  { number, store }: OpenedRun,
  { canaryOk, sets, secrets }: WorkWishes,
  context: CommandContext,
  queue?: RunQueue,
): Promise<void> {
  const { runtime, signal, note, program } = context;
  await mustBeThisServer(number, store.run(), context);
  const task = runtime.progress.start(`run ${number}`);
  const progress = new RunProgress(number, store, runtime.clock, task);
  const say = () => progress.say();
  try {
    await turn(number, store, context, say);
    try {
      const services = await program.fleet();
      const answers = (id: number, step: number) => answerOnHost(store, { id, step }, runtime.files);
      const door = await services.door(store.run(), store.folder, { sets, secrets, answerOf: answers });
      const slots = new Slots(store.run().rules.slots, defaultSlots);
      for (;;) {
        const run = { number, store, door, slots, onProgress: say };
        const end = await workBy(run, queue, context);
        if (end !== 'canary' || !(await mayGoOn(number, store, canaryOk, task, context))) {
          tell(end, number, store, note);
          break;
        }
        store.goOn({ canaryOk: true });
      }
    } catch (error) {
      // What refuses one host refuses all: nobody goes on by himself.
      if (isCbError(error) && !signal.aborted) unlessFull(() => store.setWish('pause', error.message));
      throw error;
    } finally {
      unlessFull(() => store.release());
    }
  } finally {
    task.stop();
  }
  signal.throwIfAborted();
}

/** What a disk that is full does not take is found out by whoever comes next. */
export function unlessFull(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isCbError(error, 'LocalFile')) throw error;
  }
}

/** By this process, or by those that take hosts from the queue. */
async function workBy(
  run: RunOnQueue,
  queue: RunQueue | undefined,
  { runtime, signal, note }: CommandContext,
): Promise<WorkEnd> {
  if (queue !== undefined) return await queue.work(run);
  forgetTurns(run.store.tables);
  return await new Worker({ ...run, clock: runtime.clock, signal, note }).work();
}

/** Waits until this process works on it. */
async function turn(
  number: number,
  store: RunStore,
  { runtime, signal, note }: CommandContext,
  say: () => void,
): Promise<void> {
  const own = { pid: runtime.pid, machine: runtime.hostname() };
  let hasSaid = false;
  for (;;) {
    const other = store.take(own, runtime.clock.now(), runtime.isRunning);
    if (other === undefined) return;
    if (!hasSaid) note(`process ${other.pid} on ${other.machine} works on run ${number}: watching`);
    hasSaid = true;
    say();
    await runtime.clock.sleep(watchMs, signal);
  }
}

async function mayGoOn(
  number: number,
  store: RunStore,
  canaryOk: boolean,
  task: ProgressTask,
  { runtime, note }: CommandContext,
): Promise<boolean> {
  const counts = store.counts();
  const isWell = counts.failed + counts.unknown === 0;
  const first = store.hosts().filter(({ isCanary }) => isCanary).length;
  const words = `the first ${first} hosts are through: ${countWords(counts)}`;
  if (canaryOk && isWell) return true;
  if (runtime.streams.canPrompt && !canaryOk) {
    task.stop();
    if (await runtime.prompter.confirm(`${words}: go on with the others?`)) return true;
  }
  store.setWish('pause', words);
  note(`${words}; cblr fleet resume ${number} --canary-ok goes on with the others`);
  return false;
}

function tell(end: WorkEnd, number: number, store: RunStore, note: (text: string) => void): void {
  const said = countWords(store.counts());
  const { pauseReason } = store.run();
  switch (end) {
    case 'finished':
      note(`run ${number}: ${said}`);
      for (const each of howToGoOn(number, store)) note(each);
      break;
    case 'paused':
      note(`run ${number} is paused${pauseReason === undefined ? '' : `: ${pauseReason}`}; ${said}`);
      note(`cblr fleet resume ${number} goes on`);
      break;
    case 'canceled':
      note(`run ${number} is canceled: ${said}`);
      break;
    case 'interrupted':
      note(`run ${number} is kept as it is: ${said}; cblr fleet resume ${number} goes on`);
      break;
    case 'canary':
      break;
  }
}

/** Of a run of which nothing waits any more, though not all is done. */
function howToGoOn(number: number, store: RunStore): readonly string[] {
  const { unknown, expired } = store.counts();
  return [
    ...(unknown === 0
      ? []
      : [
          `what is unknown may be done: cblr fleet retry ${number} --unknown does it again, once you have looked`,
        ]),
    ...(expired === 0 ? [] : [`cblr fleet extend ${number} waits longer for those that were not there`]),
  ];
}

/** A host of the same number on another server is another one. */
export async function mustBeThisServer(number: number, run: Run, { program }: CommandContext): Promise<void> {
  const { url } = await program.profile();
  if (url === run.server) return;
  throw new CbError('Usage', `run ${number} is on ${run.server}, and this server is ${url}`, {
    hint: `-p ${run.profile} is the profile that it was made with`,
  });
}

/** Lets what a run does through, or throws. True where somebody must be asked. What disrupts many hosts is asked about as what destroys. */
export async function guardRun(
  { steps }: Pick<Run, 'steps'>,
  name: string,
  { globals, runtime, program, dryRun }: Pick<CommandContext, 'globals' | 'runtime' | 'program' | 'dryRun'>,
  { isMany }: { readonly isMany: boolean } = { isMany: true },
): Promise<boolean> {
  const effects = new Set(steps.map(({ effect }) => effect));
  const worst: Effect =
    effects.has('destroys') || (isMany && effects.has('disrupts'))
      ? 'destroys'
      : effects.has('disrupts')
        ? 'disrupts'
        : effects.has('changes')
          ? 'changes'
          : 'reads';
  const { readonly } = await program.profile();
  const rules = { readonly, dryRun, canPrompt: runtime.streams.canPrompt, yes: globals.yes === true };
  const decision = decide(worst, rules, name);
  if (typeof decision === 'object') throw decision.refuse;
  return decision === 'ask';
}

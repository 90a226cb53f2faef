import { CbError, isCbError } from '../../errors/cb-error.ts';
import { readAnswers } from '../../fleet/fold/read-answers.ts';
import { addSteps, cancelSteps } from '../../fleet/store/grown-steps.ts';
import { answeredIn, countLine, dueIn, type LineCount } from '../../fleet/store/line-count.ts';
import type { RunRules, Step } from '../../fleet/store/run-types.ts';
import type { Targets } from '../../fleet/targets/resolve-targets.ts';
import type { Result } from '../../spec/result.ts';
import { maskSecretLine } from '../../text/secret-lines.ts';
import type { CommandContext } from '../context.ts';
import { DeskWork } from './desk-work.ts';
import type { DeskHost, FleetDesk, LineWait, ResultsWanted } from './fleet-desk.ts';
import { Hearing, patienceOf } from './hearing.ts';
import { LateAnswers } from './late-answers.ts';
import { answeredWords } from './line-words.ts';
import type { OpenedRun } from './opened-run.ts';
import { answersResult } from './results-of.ts';
import { makeRun } from './run-plan.ts';
import { stepsWords } from './run-words.ts';
import { hostRows } from './show.ts';
import { targetRows } from './target-rows.ts';

export interface DeskDeps {
  readonly targets: Targets;
  readonly rules: RunRules;
  /** How long hosts that are offline are waited for, from each line on. */
  readonly expireMs: number;
  readonly context: CommandContext;
}

/** On the way out hosts end the step that they are at, for so long. */
const partingMs = 5000;
/** Counting takes no more than a tenth of the time. */
const timesLonger = 10;
const pollMs = 2000;
/** Several that end together are told together. */
const announceMs = 300;
const mostLine = 300;
const mostTold = 5;

/** The run is made with the first line, so that a shell without any leaves nothing. */
export class LineDesk implements FleetDesk {
  readonly #deps: DeskDeps;
  readonly #work: DeskWork;
  readonly #late: LateAnswers;
  readonly #hearing: Hearing;
  #chosen: ReadonlySet<number> | undefined;
  #run: OpenedRun | undefined;
  /** Lines that somebody waits for. */
  #attended = 0;
  #isAnnouncing = false;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.#work = new DeskWork(deps.rules.slots, deps.context, () => this.#tell());
    this.#hearing = new Hearing(deps.context.runtime.clock);
    const lineOf = (step: number) => maskSecretLine(this.steps[step - 1]?.line ?? '');
    this.#late = new LateAnswers({ count: (step) => this.count(step), lineOf });
  }

  get slots(): number {
    return this.#work.slots.most;
  }

  get size(): number {
    return this.#deps.targets.hosts.length;
  }

  get isNarrowed(): boolean {
    return this.#chosen !== undefined;
  }

  get folder(): string | undefined {
    return this.#run === undefined ? undefined : `${this.#run.store.folder}/`;
  }

  hosts(): readonly DeskHost[] {
    return this.#run?.store.hosts() ?? this.#deps.targets.hosts;
  }

  meant(): readonly DeskHost[] {
    const chosen = this.#chosen;
    return chosen === undefined ? this.hosts() : this.hosts().filter(({ id }) => chosen.has(id));
  }

  choose(ids: ReadonlySet<number> | undefined): void {
    this.#chosen = ids;
  }

  get steps(): readonly Step[] {
    return this.#run?.store.run().steps ?? [];
  }

  count(step: number): LineCount {
    return countLine(this.#mustHaveRun().store.tables, step);
  }

  async add(planned: readonly Step[]): Promise<readonly number[]> {
    const { context, expireMs } = this.#deps;
    this.#run ??= await this.#made();
    const { store } = this.#run;
    mustBeWanted(this.#run);
    await this.#work.begin(this.#run);
    // Another process has paused it, which this one need not have heard yet.
    if (store.run().wish === 'pause') store.goOn({ canaryOk: false });
    const before = this.steps;
    const steps = planned.map((step, at) => ({ ...step, number: before.length + at + 1 }));
    const line = stepsWords({ steps: [...before, ...steps] });
    const meant = this.meant();
    const nowMs = context.runtime.clock.now();
    addSteps(store.tables, {
      steps,
      meant: meant.map(({ id }) => id),
      line: maskSecretLine(line.length > mostLine ? `${line.slice(0, mostLine)}…` : line),
      nowMs,
      expiresMs: nowMs + expireMs,
    });
    this.#work.hostsLately = meant.filter(({ isOnline }) => isOnline).length;
    this.#work.grow();
    return steps.map((step) => step.number);
  }

  async #made(): Promise<OpenedRun> {
    const { context, targets, rules, expireMs } = this.#deps;
    const plan = { steps: [], words: '', playbook: undefined };
    const details = { rules: { ...rules, grows: true, keepGoing: true }, expireMs, rows: undefined };
    const run = await makeRun(plan, targets, details, context);
    context.note(
      `run ${run.number}: each line is a step of it; cblr fleet results ${run.number} has them later, too`,
    );
    return run;
  }

  async wait(step: number, { patienceMs, signal, onCount }: LineWait): Promise<void> {
    const { clock } = this.#deps.context.runtime;
    this.#attended += 1;
    let answered = -1;
    let patience = new AbortController();
    try {
      for (;;) {
        signal.throwIfAborted();
        const begunMs = clock.monotonic();
        const count = this.count(step);
        onCount(count);
        if (dueIn(count) === 0 || (patience.signal.aborted && answeredIn(count) === answered)) return;
        if (!this.#work.isGoing) throw this.#work.fault ?? stopped(this.#mustHaveRun());
        if (answeredIn(count) !== answered) {
          patience.abort();
          patience = patienceOf(patienceMs, clock);
        }
        answered = answeredIn(count);
        const leastMs = (clock.monotonic() - begunMs) * timesLonger;
        await this.#hearing.news(pollMs, leastMs, AbortSignal.any([signal, patience.signal]));
      }
    } finally {
      patience.abort();
      this.#attended -= 1;
      this.#late.seen(step, this.count(step));
    }
  }

  cancel(step?: number): number {
    if (this.#run === undefined) return 0;
    const { clock } = this.#deps.context.runtime;
    const steps = step === undefined ? this.steps.map(({ number }) => number) : [step];
    const how = { nowMs: clock.now(), detail: 'canceled' };
    const hosts = cancelSteps(this.#run.store.tables, steps, how);
    // Whoever cancels knows.
    for (const each of steps) this.#late.seen(each, this.count(each));
    this.#work.grow();
    this.#tell();
    return hosts;
  }

  async results(step: number, wanted: Omit<ResultsWanted, 'step'>): Promise<Result> {
    const { store } = this.#mustHaveRun();
    const count = this.count(step);
    this.#late.seen(step, count);
    // At a prompt hosts that are offline are nobody's fault; a script has to know that their answers are missing.
    const isSpared = this.#deps.context.runtime.streams.canPrompt;
    const isWell = count.done + (isSpared ? count.offline : 0) === count.meant;
    const later = answeredIn(count) === count.meant ? '' : `; results ${step} shows them`;
    const answers = readAnswers(store, { ...wanted, step }, this.#deps.context.runtime.files);
    return await answersResult(answers, wanted, {
      isPartial: () => !isWell,
      isOneStep: true,
      whenEmpty: '',
      notes: () => (count.done === count.meant ? [] : [`step ${step}: ${answeredWords(count)}${later}`]),
    });
  }

  hostResult(state: string | undefined): Result {
    const { runtime } = this.#deps.context;
    const ids = new Set(this.meant().map(({ id }) => id));
    if (this.#run === undefined) {
      const hosts = this.#deps.targets.hosts.filter(({ id }) => ids.has(id));
      return targetRows({ hosts, unfit: [], faults: [], cutFrom: undefined }, runtime.clock.now());
    }
    const { store } = this.#run;
    const hosts = store.hosts().filter((host) => ids.has(host.id) && (state ?? host.state) === host.state);
    return hostRows(hosts, store.run(), runtime.clock.now());
  }

  failed(step: number): ReadonlySet<number> {
    const odd = this.#mustHaveRun()
      .store.lastAttempts(step)
      .filter(({ state }) => state === 'failed' || state === 'unknown');
    return new Set(odd.map(({ host }) => host));
  }

  news(): readonly string[] {
    const said = this.#late.take();
    const { fault } = this.#work;
    if (fault === undefined) return said;
    this.#work.fault = undefined;
    return [...said, `no line goes on: ${isCbError(fault) ? fault.message : String(fault)}`];
  }

  async close(hurry: AbortSignal): Promise<readonly string[]> {
    if (this.#run === undefined) return [];
    const { number, store } = this.#run;
    await this.#part(hurry);
    const isLeft = ({ meant, ...count }: LineCount) => answeredIn({ meant, ...count }) < meant;
    const left = this.steps.filter((step) => isLeft(this.count(step.number)));
    const lines = left
      .slice(0, mostTold)
      .map(
        (step) =>
          `step ${step.number}, ${maskSecretLine(step.line)}: ${answeredWords(this.count(step.number))}`,
      );
    store.close();
    this.#run = undefined;
    if (left.length === 0) return [`run ${number} is kept: cblr fleet results ${number}`];
    const more = left.length > mostTold ? [`and ${left.length - mostTold} more steps`] : [];
    const last = `run ${number} is kept as it is; cblr fleet resume ${number} goes on with what is to come`;
    return [...lines, ...more, last];
  }

  async #part(hurry: AbortSignal): Promise<void> {
    const { store } = this.#mustHaveRun();
    const { note, runtime } = this.#deps.context;
    const untilMs = runtime.clock.monotonic() + partingMs;
    const running = () => store.counts().running;
    this.#work.stop();
    if (running() > 0 && !hurry.aborted) {
      const who = running() === 1 ? '1 host ends its step' : `${running()} hosts end their steps`;
      note(`${who}; Ctrl-C leaves at once`);
    }
    while (running() > 0 && !hurry.aborted && runtime.clock.monotonic() < untilMs)
      await this.#hearing.news(untilMs - runtime.clock.monotonic(), 0, hurry);
    await this.#work.end();
  }

  #mustHaveRun(): OpenedRun {
    if (this.#run === undefined) throw new CbError('Usage', 'no line was run yet');
    return this.#run;
  }

  /** Something has happened: who waits looks, and to whom nobody waits for it is said above what is typed once a line has ended. */
  #tell(): void {
    this.#hearing.tell();
    if (this.#attended > 0 || this.#late.isEmpty || this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    const { runtime, note } = this.#deps.context;
    const announce = () => {
      this.#isAnnouncing = false;
      if (this.#attended > 0) return;
      for (const words of this.#late.take({ isAtRest: true })) note(words);
    };
    runtime.clock.sleep(announceMs, this.#work.over, true).then(announce, () => undefined);
  }
}

/** Kind `Usage` for a run that another process has canceled. */
function mustBeWanted({ store, number }: OpenedRun): void {
  if (store.run().wish !== 'cancel') return;
  throw new CbError('Usage', `run ${number} was canceled`, { hint: 'exit; a new shell makes another run' });
}

function stopped({ number }: OpenedRun): CbError {
  return new CbError('Interrupted', `run ${number} was stopped by another process`, {
    hint: 'the next line goes on with it',
  });
}

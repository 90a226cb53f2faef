import { deadline, Stopped } from '../../errors/stopped.ts';
import type { AtPrompt, Interruptible } from '../../ports/at-prompt.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Prompter } from '../../ports/prompter.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { SessionRef } from '../sessions/shell-session.ts';
import { StatementAttention, underAttention } from './attended-progress.ts';
import type { KeptOutput } from './kept-output.ts';

/** What a statement runs in. */
export interface TaskPlace {
  readonly signal: AbortSignal;
  readonly prompt: AtPrompt;
}

/** A statement as it was typed, and where it goes. */
export interface TypedStatement {
  readonly line: string;
  readonly on: SessionRef;
}

export interface TaskDeps {
  readonly prompter: Pick<Prompter, 'letter'>;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
}

/** A statement of the shell while it runs: somebody looks at it, or it goes on behind the prompt. */
export class Task {
  readonly line: string;
  readonly on: SessionRef;
  readonly output: KeptOutput;
  /** On the monotonic clock. */
  readonly startedMs: number;
  /** Never rejects: a verb shows its own errors. */
  readonly ended: Promise<Outcome>;
  readonly #clock: TaskDeps['clock'];
  readonly #attention: StatementAttention;
  readonly #stop = new AbortController();
  readonly #interruptible = new Set<Interruptible>();
  #left: () => void = () => undefined;

  constructor(
    { line, on }: TypedStatement,
    output: KeptOutput,
    { prompter, clock }: TaskDeps,
    work: (place: TaskPlace) => Promise<Outcome>,
    /** Somebody looks at it from the beginning. */
    isAttended: boolean,
  ) {
    this.#attention = new StatementAttention(isAttended);
    this.line = line;
    this.on = on;
    this.output = output;
    this.#clock = clock;
    this.startedMs = clock.monotonic();
    const prompt: AtPrompt = {
      onInterrupt: (verb) => {
        this.#interruptible.add(verb);
        return () => this.#interruptible.delete(verb);
      },
      choose: async (question, choices) => {
        // It goes on meanwhile, and must not draw over the question.
        this.#attention.isLookedAt = false;
        try {
          return await prompter.letter(question, choices);
        } finally {
          this.#attention.isLookedAt = true;
        }
      },
      leaveRunning: () => this.#left(),
      attention: this.#attention,
    };
    this.ended = underAttention(this.#attention, () => work({ signal: this.#stop.signal, prompt }));
  }

  /** Waits for its end while somebody looks at it: `left` where it is to go on behind the prompt. What stops the line stops it, too. */
  async attended(signal: AbortSignal): Promise<Outcome | 'left'> {
    const { promise: left, resolve } = Promise.withResolvers<'left'>();
    this.#left = () => resolve('left');
    this.#attention.isLookedAt = true;
    const stop = (): void => this.#stop.abort(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await Promise.race([this.ended, left]);
    } finally {
      signal.removeEventListener('abort', stop);
      this.#attention.isLookedAt = false;
      this.#left = () => undefined;
    }
  }

  /** Somebody waits for its end without looking at it, until what this gives is called. */
  awaited(): () => void {
    return this.#attention.wait();
  }

  /** Ctrl-C: true where the verb deals with it itself. */
  interrupt(): boolean {
    // Ctrl-C comes from outside: what is drawn behind the question is the statement's own all the same.
    return underAttention(this.#attention, () => [...this.#interruptible].some((verb) => verb.ask()));
  }

  /** Ends it without a question. Resolves when it has ended; rejects with why it goes on. */
  async end(): Promise<void> {
    const [verb] = this.#interruptible;
    if (verb === undefined) this.#stop.abort(new Stopped('Interrupted', 'ended', deadline(this.#clock)));
    else await underAttention(this.#attention, () => verb.end());
    await this.ended;
  }

  /** Nobody waits for it any more; what it has begun on the sensor goes on where it can, and is looked at no longer than `until`. */
  part(until: AbortSignal): void {
    this.#stop.abort(new Stopped('Interrupted', 'nobody waits for it any more: the shell was left', until));
  }
}

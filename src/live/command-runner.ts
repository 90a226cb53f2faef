import type { Sent } from '../api/resources/replies.ts';
import type { CommandObject, CommandRequest } from '../api/wire/command-object.ts';
import { CbError, interruptKind, isCbError } from '../errors/cb-error.ts';
import { asNeverTaken, NeverTaken } from '../errors/never-taken.ts';
import { isDoubtful } from '../errors/server-fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { Progress } from '../ports/progress.ts';
import { noRecorder, type Recorder } from '../transcript/recorder.ts';
import { arriving } from './arriving.ts';
import type { LiveBus } from './bus.ts';
import { cancelCommand } from './cancel-command.ts';
import { failureOf } from './command.ts';
import {
  lostUnderway,
  otherSession,
  overdue,
  statusWordOf,
  stoppedOnItsWay,
  told,
  unsupported,
} from './command-faults.ts';
import type { CommandOptions } from './command-options.ts';
import { OwnQueue, type QueuedCommand } from './own-queue.ts';
import { adaptivePace, type LatencyBook, type Pace, untilNextLook } from './pace.ts';
import type { LiveServer } from './server.ts';
import { type ToldCommand, tellOfCommand } from './told-command.ts';
import { Waiting } from './waiting.ts';

/** An ended command object and the session it ran in: its files are there. */
export interface EndedCommand extends CommandObject {
  readonly sessionId: number;
}

/** A command object that was posted without an answer. */
export interface UnansweredPost {
  readonly sessionId: number;
  readonly name: string;
  readonly object: string;
}

/** The id of the session to post to, and what to do when the server does not know it any more. */
export interface SessionKeeper {
  currentId(): number;
  /** Opens another session in place of the lost one; throws when that cannot be. */
  replace(lostId: number, signal: AbortSignal): Promise<void>;
  /** Nothing is opened any more: what is asked of it now ends with it. */
  readonly isLeft?: boolean;
  /** What the sensor's session names as supported; everything where it names none. */
  supports(name: string): boolean;
  /** One command after the other comes from a program of its own: the server's answer is waited for rather than asked for again. */
  readonly isKept?: boolean;
  /** The first command object of this process in that session. */
  postedFirst?(sessionId: number, commandId: number): void;
  /** Traffic makes a keepalive unnecessary. */
  touched(): void;
}

const noProgress: Progress = {
  start: () => ({ say: () => undefined, advance: () => undefined, stop: () => undefined }),
};
const ordinaryDeadlineMs = 120_000;
const longestHeldMs = 20_000;
const maximumReplacements = 3;

/**
 * Posts command objects and waits for their end. One deadline and one AbortSignal a wait. A session that the server has forgotten is
 * replaced before anything was accepted; a wait that loses its session is repeated only for what leaves no trace.
 */
export class CommandRunner {
  /** Ids of the command objects this process posted, by session: what is not here is somebody else's. */
  readonly posted = new Map<number, Set<number>>();
  /** Commands whose reply was lost: they may have arrived, and then are ours though their ids are not known. */
  readonly unanswered: UnansweredPost[] = [];
  /** The console user the server attributes our commands to, known after the first. */
  username: string | undefined;
  readonly #server: LiveServer;
  readonly #clock: Clock;
  readonly #bus: LiveBus;
  readonly #keeper: SessionKeeper;
  readonly #progress: Progress;
  readonly #recorder: Recorder;
  readonly #queue: OwnQueue;
  readonly #onTheirWay = new Set<Promise<unknown>>();

  constructor(
    server: LiveServer,
    clock: Clock,
    bus: LiveBus,
    keeper: SessionKeeper,
    progress: Progress = noProgress,
    recorder: Recorder = noRecorder,
    latencies?: LatencyBook,
  ) {
    this.#queue = new OwnQueue(latencies);
    this.#server = server;
    this.#clock = clock;
    this.#bus = bus;
    this.#keeper = keeper;
    this.#progress = progress;
    this.#recorder = recorder;
  }

  /** The ended command object. Throws what it ended with, decoded; `Unsupported`, and nothing is sent, where the sensor has no such command. */
  async run(request: CommandRequest, options: CommandOptions): Promise<Sent<EndedCommand>> {
    if (!this.#keeper.supports(request.name)) throw unsupported(request.name, options.what);
    for (let attempt = 0; ; attempt += 1) {
      const sessionId = this.#keeper.currentId();
      if (options.inSession !== undefined && options.inSession !== sessionId)
        throw otherSession(options.what);
      const record = tellOfCommand(this.#recorder, sessionId, request, options);
      let isAccepted = false;
      let ended: CommandObject;
      try {
        const startedMs = this.#clock.monotonic();
        const post = this.#post(sessionId, request, options, record);
        this.#onTheirWay.add(post);
        const posted = await post.finally(() => this.#onTheirWay.delete(post));
        if (!posted.sent) return posted;
        isAccepted = true;
        record.posted(posted.command);
        ended = await this.#await(
          sessionId,
          posted.command,
          this.#queue.start(request.name, startedMs),
          options,
        );
        record.ended(ended);
      } catch (error) {
        record.failed(error);
        if (!isCbError(error, 'SessionGone')) throw told(error, options, isAccepted);
        if (isAccepted && options.effect === 'writes') throw lostUnderway(options.what, error);
        // The server has no such session: nobody took the command.
        const known = (why: unknown): unknown => (isAccepted ? why : asNeverTaken(why));
        if (attempt >= maximumReplacements || this.#isLeft) throw known(error);
        await this.#keeper.replace(sessionId, options.signal).catch((why: unknown) => {
          throw known(why);
        });
        if (this.#isLeft) throw known(error);
        continue;
      }
      const failure = failureOf(ended, options.what);
      if (failure !== undefined && options.accept?.(ended) !== true) throw failure;
      return { sent: true, ...ended, sessionId };
    }
  }

  /** What the sensor takes for a command, by the one that shows what runs; undefined where it has shown nothing. */
  get commandMs(): number | undefined {
    return this.#queue.expected('process list');
  }

  get #isLeft(): boolean {
    return this.#keeper.isLeft === true;
  }

  /** Resolves when each post has its answer, or is known to have none: before, `posted` and `unanswered` may lack one of ours. */
  async arrived(): Promise<void> {
    await Promise.allSettled(this.#onTheirWay);
  }

  /** A command object of this process is in that session, or may be. */
  mayHavePosted(sessionId: number): boolean {
    return this.posted.has(sessionId) || this.unanswered.some((post) => post.sessionId === sessionId);
  }

  async #post(
    sessionId: number,
    request: CommandRequest,
    options: CommandOptions,
    { beforeSent }: ToldCommand,
  ): ReturnType<LiveServer['postCommand']> {
    options.signal.throwIfAborted();
    const posted = await arriving(
      this.#clock,
      options.signal,
      (signal) =>
        this.#server.postCommand(sessionId, request, {
          effect: options.effect,
          beforeSent,
          signal,
          ...(options.effect === 'writes' ? { dryRun: options.dryRun } : {}),
        }),
      (error) => (options.effect === 'writes' ? stoppedOnItsWay(options, error) : error),
    ).catch((error: unknown) => {
      if (isDoubtful(error) || isCbError(error, 'Interrupted', 'Terminated'))
        this.unanswered.push({ sessionId, name: request.name, object: String(request.object ?? '') });
      throw error;
    });
    this.#keeper.touched();
    if (!posted.sent) return posted;
    const { id, username } = posted.command;
    this.username ??= username;
    const ids = this.posted.get(sessionId) ?? new Set();
    if (ids.size === 0) this.#keeper.postedFirst?.(sessionId, id);
    ids.add(id);
    this.posted.set(sessionId, ids);
    this.#bus.emit('posted', { name: request.name, id });
    return posted;
  }

  async #await(
    sessionId: number,
    posted: CommandObject,
    queued: QueuedCommand,
    options: CommandOptions,
  ): Promise<CommandObject> {
    const { name, startedMs } = queued;
    const ordinary = options.pace ?? adaptivePace(queued.expectedMs);
    const deadlineMs = options.deadlineMs ?? ordinaryDeadlineMs;
    const pace: Pace = { next: (elapsed) => Math.min(ordinary.next(elapsed), deadlineMs) };
    let command = posted;
    let looks = 0;
    let isOddReported = false;
    const progress = options.isBehindPrompt === true ? noProgress : this.#progress;
    const waiting = new Waiting(progress, options.what, options.drawsItself === true);
    try {
      while (!command.isOver) {
        const elapsed = this.#clock.monotonic() - startedMs;
        if (elapsed >= deadlineMs) throw overdue(options.what, deadlineMs, command);
        if (command.state === 'other' && !isOddReported) {
          isOddReported = true;
          this.#bus.emit('unknown-status', {
            what: 'command',
            id: command.id,
            status: statusWordOf(command),
          });
        }
        waiting.look(command, elapsed);
        await options.onLook?.(command, elapsed);
        if (looks === 0 && this.#keeper.isKept === true && options.pace === undefined)
          command = await this.#held(sessionId, command, options.signal);
        else {
          await untilNextLook(this.#clock, pace, startedMs, options.signal);
          command = await this.#server.command(sessionId, posted.id, { signal: options.signal });
        }
        looks += 1;
        this.#keeper.touched();
      }
    } catch (error) {
      this.#queue.drop(queued);
      waiting.stop();
      if (options.signal.aborted) throw await this.#interrupted(sessionId, posted.id, options);
      throw error;
    } finally {
      waiting.stop();
    }
    this.#queue.end(queued, command, this.#clock.monotonic());
    this.#bus.emit('ended', { name, id: command.id, status: command.state, looks });
    return command;
  }

  /** A look whose answer the server holds until the command is over. One that it holds for too long tells nothing. */
  async #held(sessionId: number, command: CommandObject, signal: AbortSignal): Promise<CommandObject> {
    try {
      return await this.#server.command(sessionId, command.id, {
        signal,
        wait: true,
        timeoutMs: longestHeldMs,
      });
    } catch (error) {
      if (isCbError(error, 'Timeout')) return command;
      throw error;
    }
  }

  /** Asks the server to cancel, and says what became of it: only a pending command can be canceled. */
  async #interrupted(sessionId: number, commandId: number, options: CommandOptions): Promise<CbError> {
    const { words, hint, isTaken } = await cancelCommand(this.#server, sessionId, commandId);
    const { reason } = options.signal;
    const Fault = isTaken === false ? NeverTaken : CbError;
    return new Fault(interruptKind(reason), `${options.what}: stopped; ${words}`, {
      cause: reason,
      hint,
      context: { command_id: commandId, session_id: sessionId },
    });
  }
}

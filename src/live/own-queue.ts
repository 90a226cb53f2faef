import type { CommandObject } from '../api/wire/command-object.ts';
import { LatencyBook } from './pace.ts';

/** One of our commands that the sensor has, or will have. */
export interface QueuedCommand {
  readonly name: string;
  readonly startedMs: number;
  /** Milliseconds from its start until it is likely to have ended; undefined while nothing is known of the sensor. */
  readonly expectedMs: number | undefined;
}

/** Our commands on one sensor, which works on one after the other: what is ahead of a new one is part of its time, not of the sensor's for it. */
export class OwnQueue {
  readonly #book: LatencyBook;
  readonly #underway = new Set<QueuedCommand>();
  /** On the server's clock. */
  #lastCompletedMs = 0;
  /** On ours. */
  #lastEndedMs = 0;

  /** `book`: of sensors that are expected to take as long as each other. */
  constructor(book: LatencyBook = new LatencyBook()) {
    this.#book = book;
  }

  /** What the sensor takes for a command of that name, with nothing ahead of it. */
  expected(name: string): number | undefined {
    return this.#book.expected(name);
  }

  start(name: string, nowMs: number): QueuedCommand {
    const own = this.#book.expected(name);
    const ahead = [...this.#underway].map(({ startedMs, expectedMs = 0 }) => startedMs + expectedMs - nowMs);
    const expectedMs = own === undefined ? undefined : own + Math.max(0, ...ahead);
    const command = { name, startedMs: nowMs, expectedMs };
    this.#underway.add(command);
    return command;
  }

  /** Nobody waits for it any more. */
  drop(command: QueuedCommand): void {
    this.#underway.delete(command);
  }

  end(command: QueuedCommand, { createdMs, completedMs }: CommandObject, nowMs: number): void {
    this.drop(command);
    const observedMs = nowMs - Math.max(command.startedMs, this.#lastEndedMs);
    const onServer =
      createdMs !== undefined && completedMs !== undefined
        ? completedMs - Math.max(createdMs, this.#lastCompletedMs)
        : undefined;
    const isPlausible = onServer !== undefined && onServer >= 0 && onServer <= observedMs + 50;
    this.#book.note(command.name, isPlausible ? onServer : observedMs);
    this.#lastEndedMs = nowMs;
    if (isPlausible && completedMs !== undefined) this.#lastCompletedMs = completedMs;
  }
}

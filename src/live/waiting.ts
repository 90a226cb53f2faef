import type { CommandObject } from '../api/wire/command-object.ts';
import type { Progress, ProgressTask } from '../ports/progress.ts';

const shownAfterMs = 700;
/** By then something else is in its way. */
const longMs = 5_000;

/**
 * Says on a spinner what a wait is for, once it is long enough to wonder: the sensor is at this command, or still at an earlier one
 * (it runs one at a time). A command that draws progress of its own is only spoken of while it waits its turn.
 */
export class Waiting {
  readonly #progress: Progress;
  readonly #what: string;
  readonly #drawsItself: boolean;
  #task: ProgressTask | undefined;

  constructor(progress: Progress, what: string, drawsItself: boolean) {
    this.#progress = progress;
    this.#what = what;
    this.#drawsItself = drawsItself;
  }

  look(command: CommandObject, elapsedMs: number): void {
    const isQueued = command.state === 'pending';
    if (elapsedMs < shownAfterMs || (this.#drawsItself && !isQueued)) {
      this.stop();
      return;
    }
    const text = isQueued
      ? `${this.#what}: waiting for the sensor${elapsedMs < longMs ? '' : ', which runs one command at a time'}`
      : `${this.#what}: the sensor is at it`;
    this.#task ??= this.#progress.start(text);
    this.#task.say(text);
  }

  stop(): void {
    this.#task?.stop();
    this.#task = undefined;
  }
}

import type { Ora } from 'ora';
import type { Clock } from '../ports/clock.ts';
import type { Progress, ProgressTask } from '../ports/progress.ts';
import type { TypedLine } from '../ports/typed-line.ts';
import { formatDuration } from '../text/age.ts';
import { escapeMessage } from '../text/escape.ts';
import { truncateToWidth } from '../text/width.ts';
import { progressText } from './progress-text.ts';

export interface ProgressOptions {
  /** Undefined where stderr is no terminal: then nothing is ever drawn. */
  readonly stream: () => NodeJS.WriteStream | undefined;
  readonly clock: Clock;
  readonly color: boolean;
  /** Where somebody types nothing is drawn. */
  readonly typedLine: Pick<TypedLine, 'isHeld' | 'cover'>;
  /** What is quicker than this shows nothing, so that fast verbs do not flicker. */
  readonly delayMs?: number;
}

interface Task {
  /** For so many columns; what is longer is cut. */
  textIn: (room: number) => string;
  readonly startedMs: number;
  readonly isOnTop: boolean;
}

/** What is quicker needs no clock. */
const shortestMs = 1000;
/** In columns: the spinner, and the longest time behind the text. */
const beside = 4 + ' (59m 59s)'.length;

/**
 * Spinners and bars by ora, which is loaded when the first one is due. ora draws around what else is written to the terminal,
 * but only one at a time: of several tasks the newest that is on top, else the newest, is shown.
 */
export function makeProgress({ stream, clock, color, typedLine, delayMs = 150 }: ProgressOptions): Progress {
  const tasks: Task[] = [];
  let spinner: Ora | undefined;
  let spinnerStream: NodeJS.WriteStream | undefined;
  let uncover = () => {};

  const topmost = () => tasks.findLast(({ isOnTop }) => isOnTop) ?? tasks.at(-1);
  const draw = () => {
    const top = typedLine.isHeld() ? undefined : topmost();
    if (top === undefined) {
      spinner?.stop();
      uncover();
    }
    // One line only: a wrapped spinner leaves its upper half behind when the window is made narrower.
    else if (spinner !== undefined) {
      const room = Math.max(1, (spinnerStream?.columns ?? 80) - beside);
      spinner.text = truncateToWidth(top.textIn(room), room);
    }
  };
  /** Asked at each turn of the spinner. */
  const elapsed = (): string => {
    const ms = clock.monotonic() - (topmost()?.startedMs ?? Number.POSITIVE_INFINITY);
    return ms < shortestMs ? '' : `(${formatDuration(Math.floor(ms / 1000) * 1000)})`;
  };
  const show = async (task: Task, signal: AbortSignal, on: NodeJS.WriteStream) => {
    await clock.sleep(delayMs, signal);
    const { default: ora } = await import('ora');
    if (signal.aborted || typedLine.isHeld()) return;
    tasks.push(task);
    spinnerStream = on;
    // It is a terminal, whatever ora makes of the environment (CI). discardStdin would take the terminal into raw mode, and Ctrl-C with it.
    spinner ??= ora({
      stream: on,
      isEnabled: true,
      discardStdin: false,
      color: color ? 'cyan' : false,
      suffixText: elapsed,
    });
    draw();
    if (spinner.isSpinning) return;
    uncover = typedLine.cover();
    spinner.start();
  };

  return {
    start(text, { isOnTop = false } = {}): ProgressTask {
      const on = stream();
      // A terminal may say that it is 0 columns wide; ora would clear lines for ever.
      if (on === undefined || on.columns === 0 || typedLine.isHeld()) return silentTask;
      let said = escapeMessage(text);
      const task: Task = { textIn: () => said, startedMs: clock.monotonic(), isOnTop };
      const stopped = new AbortController();
      let firstStepAt: number | undefined;
      show(task, stopped.signal, on).catch(() => undefined);
      return {
        say(next) {
          said = escapeMessage(next);
          task.textIn = () => said;
          draw();
        },
        advance(done, total, unit) {
          firstStepAt ??= clock.monotonic();
          const advance = { done, total, unit, elapsedMs: clock.monotonic() - firstStepAt };
          task.textIn = (room) => progressText(said, advance, room);
          draw();
        },
        stop() {
          stopped.abort();
          const at = tasks.indexOf(task);
          if (at >= 0) tasks.splice(at, 1);
          draw();
        },
      };
    },
  };
}

const silentTask: ProgressTask = { say: () => undefined, advance: () => undefined, stop: () => undefined };

/** Draws nothing: for --quiet, and where there is no terminal. */
export const silentProgress: Progress = { start: () => silentTask };

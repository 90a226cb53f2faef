import { isCbError } from '../errors/cb-error.ts';
import type { WatchedProgram } from '../live/watch.ts';
import type { AtPrompt } from '../ports/at-prompt.ts';
import type { Progress, ProgressTask } from '../ports/progress.ts';

export interface Attendance {
  readonly prompt: AtPrompt;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  readonly progress: Progress;
  /** For a spinner: `exec ping 10.0.0.1`. */
  readonly what: string;
}

type Choice = 'wait' | 'end' | 'leave';

/**
 * Starts a program while somebody sits at the prompt: from then on Ctrl-C asks what is to become of it, and output that comes meanwhile is
 * held back until that is answered. Undefined in a dry run.
 */
export async function attended(
  start: () => Promise<WatchedProgram | undefined>,
  { prompt, signal, note, progress, what }: Attendance,
): Promise<WatchedProgram | undefined> {
  let program: WatchedProgram | undefined;
  let isAsked = false;
  let answered: Promise<void> | undefined;
  let isEnding = false;
  let task: ProgressTask | undefined;
  let isOver = false;
  const draw = (): void => {
    task?.stop();
    // Over an open question it would hide that, for as long as the program says nothing.
    if (isOver || (answered !== undefined && !isEnding)) return;
    const pid = `pid ${program?.pid}`;
    const text = signal.aborted
      ? `asking the sensor whether ${pid} goes on`
      : isEnding
        ? `ending ${pid} with what it started; Ctrl-C stops waiting for that`
        : `${what} (${pid}); Ctrl-C ends it or leaves it`;
    task = progress.start(text, { isOnTop: true });
  };
  const end = async (running: WatchedProgram): Promise<void> => {
    isEnding = true;
    draw();
    try {
      await running.end(signal);
    } catch (error) {
      isEnding = false;
      draw();
      throw error;
    }
  };
  const settled = (running: WatchedProgram): void => {
    task?.stop();
    answered ??= settle({ ...running, end: () => end(running) }, { prompt, signal, note }).finally(() => {
      answered = undefined;
      draw();
    });
    // Awaited below, where it stops the output; until then nobody hears of it.
    answered.catch(() => undefined);
  };
  const started = Promise.withResolvers<WatchedProgram | undefined>();
  const release = prompt.onInterrupt({
    ask() {
      if (isEnding) return false;
      if (program !== undefined) settled(program);
      else if (isAsked) return false;
      else note('waiting for the sensor to say that it has started; Ctrl-C again stops waiting');
      isAsked = true;
      return true;
    },
    async end() {
      const running = await started.promise;
      if (running !== undefined) await end(running);
    },
  });
  try {
    program = await start();
  } finally {
    started.resolve(program);
    if (program === undefined) release();
  }
  if (program === undefined) return undefined;
  if (isAsked) settled(program);
  const { chunks } = program;
  const held = async function* (): AsyncGenerator<string> {
    draw();
    try {
      for await (const chunk of chunks) {
        await answered;
        // What it prints stands where a spinner would be drawn.
        task?.stop();
        yield chunk;
        draw();
      }
      await answered;
    } finally {
      isOver = true;
      task?.stop();
      release();
    }
  };
  return { ...program, chunks: held() };
}

async function settle(
  program: WatchedProgram,
  { prompt, signal, note }: Pick<Attendance, 'prompt' | 'signal' | 'note'>,
): Promise<void> {
  const name = program.name();
  const choice = await prompt
    .choose<Choice>(`pid ${program.pid}${name === undefined ? '' : ` (${name})`} runs`, [
      { letter: 'k', about: 'ends it with its children', value: 'end' },
      { letter: 'd', about: 'leaves it as a job', value: 'leave' },
      { letter: '', about: 'waits on', value: 'wait' },
    ])
    .catch((error: unknown): Choice => {
      // Whoever presses Ctrl-C at that question, too, wants it to end.
      if (isCbError(error, 'Interrupted')) return 'end';
      if (isCbError(error, 'Declined')) return 'wait';
      throw error;
    });
  if (choice === 'leave') prompt.leaveRunning();
  if (choice !== 'end') return;
  try {
    await program.end(signal);
  } catch (error) {
    if (signal.aborted || !isCbError(error)) throw error;
    note(`pid ${program.pid} was not ended, and goes on: ${error.message}`);
  }
}

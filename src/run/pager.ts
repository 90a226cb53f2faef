import { writeTo } from '../output/output-closed.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sink } from '../ports/streams.ts';
import type { Result } from '../spec/result.ts';

/** Quits by itself where all fits, lets colours through, and leaves what was read on the screen: as git and gh call it. */
const usual = 'less -FRX';
/** So much is kept for a pager that cannot be started. */
const mostKept = 1 << 20;

type Outside = Pick<Runtime, 'streams' | 'local' | 'env' | 'platform' | 'typedLine'>;

export interface Paged {
  readonly sink: Sink;
  /** Stderr: what is said there comes behind what was shown before. */
  readonly err: Sink;
  /** Called once at the end, whatever happened: waits until the pager is left. */
  finish(): Promise<void>;
}

/** The pager's command line; undefined where there is none: `PAGER` is empty or `cat`, or the system brings none. */
function pagerOf({ env, platform }: Pick<Runtime, 'env' | 'platform'>): string | undefined {
  const named = env['PAGER']?.trim() ?? (platform === 'win32' ? '' : usual);
  return named === '' || named === 'cat' ? undefined : named;
}

/** A result that is at hand as a whole, and so may be longer than the window; what comes bit by bit is shown as it comes. */
export function isLong(result: Result): boolean {
  switch (result.type) {
    case 'rows':
      return (result.isLong ?? Array.isArray(result.rows)) && result.into === undefined;
    case 'tree':
    case 'record':
      return true;
    case 'text':
      return result.isLong === true;
    default:
      return false;
  }
}

/** Holds what is written to stdout until it is more than the window shows; then a pager gets it all. */
function pagedSink({ streams, local, typedLine }: Outside, line: string, signal: AbortSignal): Paged {
  let held = '';
  let lines = 0;
  let kept: string | undefined = '';
  let pipe: Awaited<ReturnType<typeof local.pipe>> | undefined;
  let isLeft = false;
  let isSettled = false;
  let release = () => {};
  const give = async (text: string): Promise<void> => {
    if (pipe === undefined || isLeft) return;
    if (kept !== undefined) kept = kept.length + text.length > mostKept ? undefined : kept + text;
    isLeft = !(await pipe.write(text));
  };
  /** From here on all is written as it comes; what a pager has is read to its end first. */
  const settle = async (): Promise<void> => {
    if (isSettled) return;
    isSettled = true;
    const rest = held;
    held = '';
    if (pipe === undefined) return rest === '' ? undefined : await streams.out.write(rest);
    const exitCode = await pipe.end().finally(release);
    // 126 and 127: the shell could not start it.
    if ((exitCode === 126 || exitCode === 127) && kept !== undefined) await streams.out.write(kept);
  };
  return {
    sink: {
      isTTY: true,
      async write(chunk) {
        if (isSettled) return await streams.out.write(chunk);
        const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
        if (pipe !== undefined) return await give(text);
        held += text;
        lines += text.split('\n').length - 1;
        if (lines < streams.rows()) return;
        pipe = await local.pipe(line, { signal });
        // No spinner is drawn over what is read there.
        release = typedLine.hold({ hide: () => {}, begin: () => {} });
        await give(held);
        held = '';
      },
    },
    err: {
      isTTY: streams.err.isTTY,
      async write(chunk) {
        await settle();
        await streams.err.write(chunk);
      },
    },
    finish: settle,
  };
}

export interface PageChoice {
  /** `--no-pager` is false. */
  readonly pager: boolean | undefined;
  readonly signal: AbortSignal;
}

/** A pager for what goes to the terminal itself, unless `--no-pager` or `PAGER` says otherwise. */
export function pagerFor(sink: Sink, outside: Outside | undefined, choice: PageChoice): Paged | undefined {
  if (outside === undefined || choice.pager === false || !sink.isTTY || sink !== outside.streams.out) return;
  const line = pagerOf(outside);
  return line === undefined ? undefined : pagedSink(outside, line, choice.signal);
}

/** A whole text, through the pager where it is long. */
export async function writePaged(
  sink: Sink,
  text: string,
  outside: Outside | undefined,
  choice: PageChoice,
): Promise<void> {
  const paged = pagerFor(sink, outside, choice);
  await writeTo(paged?.sink ?? sink, text).finally(() => paged?.finish());
}

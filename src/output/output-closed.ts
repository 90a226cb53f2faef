import type { Sink } from '../ports/streams.ts';

/** The reader of our output has gone (EPIPE): no failure, programs end quietly with exit 0, unless work was left undone. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
  /** It stopped bulk work before its end. */
  readonly isUnfinished: boolean;

  constructor(cause: unknown, isUnfinished = false) {
    super('the reader of the output has gone', { cause });
    this.isUnfinished = isUnfinished;
  }
}

export function isOutputClosed(error: unknown): error is OutputClosed {
  return error instanceof OutputClosed;
}

/** Writes what is said beside the results; nobody listening there is no reason to stop. */
export async function sayTo(err: Sink, text: string): Promise<void> {
  await writeTo(err, text).catch((error: unknown) => {
    if (!isOutputClosed(error)) throw error;
  });
}

/** Writes, and rejects with `OutputClosed` where the sink rejects with code EPIPE. */
export async function writeTo(sink: Sink, chunk: string | Uint8Array): Promise<void> {
  try {
    await sink.write(chunk);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'EPIPE';
    throw isGone ? new OutputClosed(error) : error;
  }
}

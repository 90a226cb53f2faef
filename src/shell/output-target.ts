import type { LocalFiles } from '../ports/local-files.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sink } from '../ports/streams.ts';
import type { BatchedRows, Result } from '../spec/result.ts';
import type { Redirect } from '../text/tokenise.ts';

/** Where the results of one statement go. */
export interface OutputTarget {
  readonly sink: Sink;
  /** Passed each result on its way to the renderer; tells when it begins to come. */
  readonly watch: (result: Result) => Result;
  /** Called once behind the verb. Gives the exit code of the local command, 0 for all other targets. */
  finish(succeeded: boolean): Promise<number>;
}

/** The shell's own stdout. */
export function standardTarget(sink: Sink): OutputTarget {
  return { sink, watch: (result) => result, finish: async () => 0 };
}

/** `> file`, `>> file`: a new one is 0600. */
export function fileTarget(files: LocalFiles, { path, append }: Redirect, signal: AbortSignal): OutputTarget {
  return lateTarget(async () => {
    const flags = append ? 'append' : 'truncate';
    const writer = await files.openWriter(path, { mode: 0o600, flags, followLink: true, signal });
    return {
      write: (chunk) => writer.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
      async end() {
        await writer.close();
        return 0;
      },
    };
  });
}

/** `| local command`. */
export function pipeTarget(
  { local, typedLine }: Pick<Runtime, 'local' | 'typedLine'>,
  line: string,
  signal: AbortSignal,
): OutputTarget {
  return lateTarget(async () => {
    const pipe = await local.pipe(line, { signal });
    // The terminal is the command's: it may be a pager, and what it prints must not mix with a spinner.
    const release = typedLine.hold({ hide: () => {}, begin: () => {} });
    return {
      async write(chunk) {
        if (await pipe.write(chunk)) return;
        throw Object.assign(new Error(`the local command ${line} reads no more`), { code: 'EPIPE' });
      },
      end: () => pipe.end().finally(release),
    };
  });
}

interface Receiver {
  write(chunk: string | Uint8Array): Promise<void>;
  end(): Promise<number>;
}

/**
 * Opens its receiver when the first result comes, or behind a verb that succeeded without any. What a renderer writes before that (the
 * head of a list) is held: a verb that fails first leaves no empty file, truncates no old one, and starts no program.
 */
function lateTarget(open: () => Promise<Receiver>): OutputTarget {
  let opening: Promise<Receiver> | undefined;
  let held: (string | Uint8Array)[] = [];
  let begun = false;

  const flush = async (to: Receiver): Promise<void> => {
    const waiting = held;
    held = [];
    for (const chunk of waiting) await to.write(chunk);
  };
  const receiver = async (): Promise<Receiver> => {
    opening ??= open();
    const opened = await opening;
    await flush(opened);
    return opened;
  };
  return {
    sink: {
      isTTY: false,
      async write(chunk) {
        if (chunk.length === 0) return;
        if (begun) await (await receiver()).write(chunk);
        else held.push(typeof chunk === 'string' ? chunk : Uint8Array.from(chunk));
      },
    },
    watch: (result) =>
      watchFirst(result, () => {
        begun = true;
      }),
    async finish(succeeded) {
      const isUntouched = opening === undefined && !(begun && held.length > 0);
      if (isUntouched && !succeeded) return 0;
      opening ??= open();
      const opened = await opening;
      // Ended also where it takes no more: a local command may still have something to say.
      const flushed = await flush(opened).catch((error: unknown) => ({ error }));
      const exitCode = await opened.end();
      if (flushed !== undefined) throw flushed.error;
      return exitCode;
    },
  };
}

/** Calls `begin` when the first piece of a result is there; at once for what is there already. */
function watchFirst(result: Result, begin: () => void): Result {
  if (result.type === 'rows' && 'batches' in result.rows)
    return { ...result, rows: tappedBatches(result.rows, begin) };
  if (result.type === 'rows' && Symbol.asyncIterator in result.rows)
    return { ...result, rows: tapped(result.rows, begin) };
  if (result.type === 'text' && Symbol.asyncIterator in result.chunks)
    return { ...result, chunks: tapped(result.chunks, begin) };
  if (result.type === 'bytes') return { ...result, chunks: tapped(result.chunks, begin) };
  begin();
  return result;
}

function tappedBatches<T>(rows: BatchedRows<T>, begin: () => void): BatchedRows<T> {
  function* each(batch: Iterable<T>): Generator<T> {
    for (const row of batch) {
      begin();
      yield row;
    }
  }
  return {
    ...tapped(rows, begin),
    async *batches() {
      for await (const batch of rows.batches()) yield each(batch);
      begin();
    },
  };
}

function tapped<T>(source: AsyncIterable<T>, begin: () => void): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const items = source[Symbol.asyncIterator]();
      return {
        async next() {
          const item = await items.next();
          begin();
          return item;
        },
        return: async (value) => (await items.return?.(value)) ?? { done: true, value },
      };
    },
  };
}

import { CbError } from '../errors/cb-error.ts';
import type { Attention } from '../ports/at-prompt.ts';
import type { FileEntry } from './file-entry.ts';
import { statEntry } from './files.ts';
import { pauseBetweenLooks } from './pause.ts';
import { readRemote } from './transfer/request-file.ts';
import type { Workplace } from './workplace.ts';

const firstPiece = 64 * 1024;
const largestPiece = 4 * 1024 * 1024;
/** What `tail` looks at, at most: a file without line ends shall not be fetched whole. */
const largestTail = 8 * 1024 * 1024;
const shortPauseMs = 250;
const longPauseMs = 1000;

/**
 * The bytes of a remote file from `offset` on in pieces that grow, each asked for when it is wanted: whoever stops early has not made
 * the sensor send all of it. Ends where a piece comes short.
 */
export async function* readPieces(
  work: Workplace,
  path: string,
  range: { readonly offset: number; readonly bytes?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let { offset } = range;
  let left = range.bytes ?? Number.POSITIVE_INFINITY;
  for (let size = firstPiece; left > 0; size = Math.min(size * 4, largestPiece)) {
    const asked = Math.min(size, left);
    let got = 0;
    for await (const chunk of readRemote(work, path, { offset, bytes: asked }, signal)) {
      got += chunk.byteLength;
      yield chunk;
    }
    if (got < asked) return;
    offset += got;
    left -= got;
  }
}

export interface LastLines {
  readonly bytes: Uint8Array;
  /** Where in the file they end. */
  readonly end: number;
  /** Known here because the mark at the beginning of the file is not among the bytes. */
  readonly encoding: string | undefined;
  /** The lines are longer than what is looked at: the beginning is missing. */
  readonly isCut: boolean;
}

/** The last lines of a file, read from its end in pieces that grow; at most 8 MiB. */
export async function lastLines(
  work: Workplace,
  entry: Pick<FileEntry, 'path' | 'size'>,
  options: { readonly lines: number; readonly encoding: string | undefined; readonly signal: AbortSignal },
): Promise<LastLines> {
  const { lines, signal } = options;
  const { path, size } = entry;
  let { encoding } = options;
  if (lines === 0 && size !== undefined)
    return { bytes: new Uint8Array(0), end: size, encoding, isCut: false };
  // What the system makes up when it is read, as below /proc, says that it has no size; a stream is in no listing at all.
  if (size === undefined || size === 0) {
    const all = await collect(readRemote(work, path, { bytes: largestTail }, signal));
    if (all.length === largestTail) {
      throw new CbError(
        'CommandFailed',
        `nobody knows where ${path} ends: it has no size, and more than 8 MiB`,
        {
          hint: 'get fetches it',
        },
      );
    }
    const at = startOfLastLines(all, 0, lines, encoding) ?? 0;
    return { bytes: all.subarray(at), end: all.length, encoding, isCut: false };
  }
  let tail: Buffer = Buffer.alloc(0);
  let start = size;
  for (let window = firstPiece; ; window *= 4) {
    const from = Math.max(0, size - Math.min(window, largestTail));
    const piece = await collect(readRemote(work, path, { offset: from, bytes: start - from }, signal));
    tail = Buffer.concat([piece, tail]);
    start = from;
    encoding ??= await markedEncoding(work, path, { tail, start, signal });
    const at = startOfLastLines(tail, start, lines, encoding);
    if (at !== undefined) return { bytes: tail.subarray(at), end: size, encoding, isCut: false };
    if (window >= largestTail) return { bytes: tail, end: size, encoding, isCut: true };
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const list: Uint8Array[] = [];
  for await (const chunk of chunks) list.push(chunk);
  return Buffer.concat(list);
}

/** UTF-16 shows in its zero bytes; then the mark at the beginning of the file says which. */
async function markedEncoding(
  work: Workplace,
  path: string,
  { tail, start, signal }: { tail: Buffer; start: number; signal: AbortSignal },
): Promise<string | undefined> {
  if (!tail.subarray(-4096).includes(0)) return undefined;
  const mark = start === 0 ? tail : await collect(readRemote(work, path, { offset: 0, bytes: 2 }, signal));
  if (mark[0] === 0xff && mark[1] === 0xfe) return 'utf-16le';
  return mark[0] === 0xfe && mark[1] === 0xff ? 'utf-16be' : undefined;
}

/** Where the last lines begin in `tail`, which begins at `start` in the file; undefined when they may begin before it. */
function startOfLastLines(
  tail: Buffer,
  start: number,
  lines: number,
  encoding: string | undefined,
): number | undefined {
  if (lines === 0) return tail.length;
  const unit = unitOf(encoding);
  let found = 0;
  // The line end that the file ends with ends its last line and begins none.
  let from = tail.length - unit.length - 1;
  while (from >= 0) {
    const at = tail.lastIndexOf(unit, from);
    if (at < 0) break;
    from = at - 1;
    if ((start + at) % unit.length === 0) found += 1;
    if (found === lines) return at + unit.length;
  }
  return start === 0 ? 0 : undefined;
}

function unitOf(encoding: string | undefined): Buffer {
  const name = encoding?.toLowerCase().replaceAll('-', '');
  if (name === 'utf16le' || name === 'utf16' || name === 'ucs2') return Buffer.from([0x0a, 0]);
  return name === 'utf16be' ? Buffer.from([0, 0x0a]) : Buffer.from([0x0a]);
}

/**
 * What is written to a file from `offset` on, as it grows, until the signal ends it. A file that got shorter is read from its start
 * again.
 */
export async function* followFile(
  work: Workplace,
  path: string,
  offset: number,
  options: {
    readonly signal: AbortSignal;
    readonly onShorter: () => void;
    readonly attention?: Attention | undefined;
  },
): AsyncGenerator<Uint8Array> {
  const { signal, attention } = options;
  const { clock } = work;
  let tookMs = 0;
  let at = offset;
  let pauseMs = shortPauseMs;
  for (;;) {
    await pauseBetweenLooks(clock, { pauseMs, tookMs, attention, signal });
    const lookedMs = clock.monotonic();
    const entry = await statEntry(work, path, signal);
    if (entry === undefined) throw new CbError('NotOnSensor', `${path} is no longer there`);
    if (entry.size !== undefined && entry.size < at) {
      options.onShorter();
      at = 0;
    }
    const before = at;
    if (entry.size === undefined || entry.size > at) {
      for await (const chunk of readRemote(work, path, { offset: at }, signal)) {
        at += chunk.byteLength;
        yield chunk;
      }
    }
    tookMs = clock.monotonic() - lookedMs;
    pauseMs = at > before ? shortPauseMs : Math.min(pauseMs * 2, longPauseMs);
  }
}

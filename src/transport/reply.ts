import { pipeline, type Readable } from 'node:stream';
import { CbError } from '../errors/cb-error.ts';
import { shorten } from './error-body.ts';
import { GatheredBytes, type Gathering } from './gathered-bytes.ts';
import { eachPieceOf, ReplyBody } from './reply-body.ts';
import { decodeReply, parsedItems, parseReply, parseReplyList } from './reply-json.ts';
import type { ReplyLists } from './reply-lists.ts';
import type { HttpReply } from './types.ts';

export interface RawReply {
  readonly status: number;
  /** Not masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReplyBody;
}

export interface ReplyOptions {
  readonly host: string;
  readonly maxTextBytes: number;
  /** The longest between two pieces of a text; no limit of its own when not said. */
  readonly stallMs?: number | undefined;
  /** For a whole text, or a body to be thrown away, that comes byte by byte; no limit when not said. */
  readonly textDeadlineMs?: number | undefined;
  /** Takes the token out of what a server says. */
  readonly mask: (text: string) => string;
  /** Gives a fault of the stream its name. */
  readonly nameFault: (error: unknown) => unknown;
  /** Loaded where a list is asked for. */
  readonly lists: () => Promise<ReplyLists>;
  /** Called when the body has come to its end, with its bytes as received. */
  readonly onEnd?: ((bytes: number) => void) | undefined;
}

/** More than a page of documents takes. */
const mostExpected = 4 * 1024 * 1024;

/** Makes the reply that callers see of what came from the wire. */
export function makeReply(raw: RawReply, options: ReplyOptions): HttpReply {
  const source = { ...raw, ...options };
  return {
    status: raw.status,
    headers: raw.headers,
    get body() {
      return bodyOf(raw, options);
    },
    text: () => readText(raw, options),
    mask: options.mask,
    json: async () => parseReply(await readBytes(raw, options), source),
    jsonList: async (name) => {
      const lists = await options.lists();
      const list = lists.begin(name);
      await readInto(list, raw, options);
      return { ...parseReplyList(list, source), release: () => lists.end(list) };
    },
    discard: () => withinDeadline(raw.body, options, () => discard(raw.body)),
  };
}

/** The reply of a dry run. */
export function notSentReply(): HttpReply {
  return {
    status: 0,
    headers: {},
    notSent: true,
    json: async () => ({}),
    jsonList: async () => ({ json: {}, items: parsedItems([]) }),
    text: async () => '',
    mask: (text) => text,
    body: (async function* () {})(),
    discard: async () => {},
  };
}

/** Reads and decodes a body as UTF-8, at most `maxTextBytes` of it: beyond that `BadReply`. One that drips in for ever is a `Timeout`. */
export async function readText(raw: RawReply, options: ReplyOptions): Promise<string> {
  return decodeReply(await readBytes(raw, options));
}

async function readBytes(raw: RawReply, options: ReplyOptions): Promise<Buffer> {
  const gathered = new GatheredBytes();
  await readInto(gathered, raw, options);
  return gathered.bytes;
}

async function readInto(gathering: Gathering, raw: RawReply, options: ReplyOptions): Promise<void> {
  await withinDeadline(raw.body, options, () => gather(gathering, raw, options));
}

async function gather(gathering: Gathering, raw: RawReply, options: ReplyOptions): Promise<void> {
  let bytes = 0;
  // Of what is packed it says too little; it may say anything, and is only where the growing begins.
  const expected = Math.min(Number(raw.headers['content-length']) || 0, mostExpected);
  const { stallMs, host } = options;
  const stalled = (): void => {
    raw.body.destroy(
      new CbError('Timeout', `${host} stopped in the middle of its reply`, {
        hint: 'try again, or give more time with --timeout',
      }),
    );
  };
  let timer = stallMs === undefined ? undefined : setTimeout(stalled, stallMs);
  try {
    await eachPiece(raw, options, (piece) => {
      timer = timer?.refresh();
      if (bytes + piece.byteLength > options.maxTextBytes) throw tooLarge(options);
      gathering.add(piece, expected);
      bytes += piece.byteLength;
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The time between two pieces is limited by undici; this is for all of them. */
async function withinDeadline<T>(
  body: Readable,
  { textDeadlineMs: ms, host }: ReplyOptions,
  read: () => Promise<T>,
): Promise<T> {
  if (ms === undefined || !Number.isFinite(ms)) return read();
  const timer = setTimeout(() => {
    body.destroy(
      new CbError('Timeout', `${host} did not come to the end of its reply within ${ms / 1000} s`, {
        hint: 'give more time with --timeout',
      }),
    );
  }, ms);
  try {
    return await read();
  } finally {
    clearTimeout(timer);
  }
}

async function* bodyOf(raw: RawReply, options: ReplyOptions): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    const { body, packed } = await decoded(raw, options);
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      yield chunk;
    }
    options.onEnd?.(packed?.() ?? bytes);
  } catch (error) {
    raw.body.destroy();
    throw options.nameFault(nameDecoding(error, options.host));
  }
}

async function eachPiece(
  raw: RawReply,
  options: ReplyOptions,
  visit: (piece: Uint8Array) => void,
): Promise<void> {
  let bytes = 0;
  try {
    const { body, packed } = await decoded(raw, options);
    const look = (piece: Uint8Array): void => {
      bytes += piece.byteLength;
      visit(piece);
    };
    await (body instanceof ReplyBody ? body.each(look) : eachPieceOf(body, look));
    options.onEnd?.(packed?.() ?? bytes);
  } catch (error) {
    raw.body.destroy();
    throw options.nameFault(nameDecoding(error, options.host));
  }
}

interface Decoded {
  readonly body: Readable;
  /** How many bytes came, where they were packed. */
  readonly packed?: () => number;
}

async function decoded({ body, headers }: RawReply, { host, mask }: ReplyOptions): Promise<Decoded> {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return { body };
  const zlib = await import('node:zlib');
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? zlib.createGunzip()
      : encoding === 'deflate'
        ? zlib.createInflate()
        : undefined;
  if (!decoder) {
    throw new CbError(
      'BadReply',
      `${host} sent a body in the encoding ${shorten(mask(headers['content-encoding'] ?? ''), 40)}, which was not asked for`,
    );
  }
  let bytes = 0;
  body.on('data', (piece: Uint8Array) => {
    bytes += piece.byteLength;
  });
  // The body may have broken before anybody listened to it: unlike `pipe`, this hears of that, too. Whoever reads gets the error.
  pipeline(body, decoder, () => undefined);
  return { body: decoder, packed: () => bytes };
}

function nameDecoding(error: unknown, host: string): unknown {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) return error;
  return new CbError('BadReply', `${host} sent a compressed body that does not unpack`, {
    hint: 'try again',
    cause: error,
  });
}

async function discard(body: Readable): Promise<void> {
  if (body.destroyed || body.readableEnded) return;
  // A short rest is read so that the connection serves again; a long one costs less to cut off.
  let rest = 0;
  try {
    for await (const chunk of body) {
      rest += chunk.byteLength;
      if (rest > 256 * 1024) break;
    }
  } catch {
    // Nobody wants it any more.
  }
}

function tooLarge(options: ReplyOptions): CbError {
  return new CbError(
    'BadReply',
    `${options.host} sent more than ${Math.round(options.maxTextBytes / 1024 / 1024)} MiB in one reply`,
    { hint: 'ask for less: a filter, or fewer rows at a time' },
  );
}

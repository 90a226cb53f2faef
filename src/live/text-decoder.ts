import { byteOrderMark, unmarkedUtf16 } from '../text/utf16.ts';
import type { Workplace } from './workplace.ts';

export interface DecodeOptions {
  /** Overrules what is found out. */
  readonly encoding?: string | undefined;
  /** Holds back no more than a character. */
  readonly eager?: boolean | undefined;
}

export type Decode = (chunks: AsyncIterable<Uint8Array>, options: DecodeOptions) => AsyncGenerator<string>;

const sniffBytes = 64 * 1024;
/** Bytes at the beginning that tell UTF-16, where it may be that. */
const startBytes = 16;

/**
 * Text of unknown encoding. A byte order mark decides, and zero bytes at every other place of the beginning mean UTF-16; plain ASCII
 * passes as it comes; the first piece with other bytes decides between UTF-8, if the 64 KiB from there on are valid, and `fallback` (asked
 * for only then: for a Windows sensor its OEM code page). With `eager` that one piece decides, so that growing output is never held back.
 * `encoding` overrules. Bytes that fit nothing become U+FFFD.
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  options: DecodeOptions & { readonly fallback: () => Promise<string> },
): AsyncGenerator<string> {
  const iconv = (await import('iconv-lite')).default;
  let decoder = options.encoding === undefined ? undefined : iconv.getDecoder(options.encoding);
  let held: Buffer[] = [];
  const decide = async (isWhole: boolean) => {
    const sample = Buffer.concat(held);
    held = [];
    decoder = iconv.getDecoder(isUtf8(sample, isWhole) ? 'utf-8' : await options.fallback());
    return decoder.write(sample);
  };
  const pieces = decoder === undefined ? withWholeStart(chunks, options.eager === true) : chunks;
  let isFirst = true;
  for await (const chunk of pieces) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (isFirst && decoder === undefined) {
      const found = byteOrderMark(bytes) ?? unmarkedUtf16(bytes);
      if (found !== undefined) decoder = iconv.getDecoder(found);
    }
    isFirst = false;
    if (decoder !== undefined) yield decoder.write(bytes);
    else if (held.length === 0 && isAscii(bytes)) yield bytes.toString('latin1');
    else {
      held.push(Buffer.from(bytes));
      if (options.eager === true || sum(held) >= sniffBytes) yield await decide(false);
    }
  }
  if (held.length > 0) yield await decide(true);
  const rest = decoder?.end();
  if (rest !== undefined) yield rest;
}

/** The same bytes, the first of them in one piece where more of them tell how the text is written. */
async function* withWholeStart(
  chunks: AsyncIterable<Uint8Array>,
  isEager: boolean,
): AsyncGenerator<Uint8Array> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (start === undefined) yield chunk;
    else {
      start = Buffer.concat([start, chunk]);
      if (start.length < startBytes && mayTellMore(start, isEager)) continue;
      yield start;
      start = undefined;
    }
  }
  if (start !== undefined && start.length > 0) yield start;
}

/** Whoever writes UTF-16 writes whole characters: a lone byte of growing output is none of it. */
function mayTellMore(start: Buffer, isEager: boolean): boolean {
  const isMarkBegun = start.length < 3 && [0xef, 0xfe, 0xff].includes(start[0] ?? 0);
  return isMarkBegun || start.some((byte) => byte <= 0x08) || (start.length === 1 && !isEager);
}

function isAscii(bytes: Buffer): boolean {
  return bytes.every((byte) => byte < 0x80);
}

function sum(buffers: readonly Buffer[]): number {
  return buffers.reduce((total, buffer) => total + buffer.length, 0);
}

function isUtf8(bytes: Buffer, isWhole: boolean): boolean {
  try {
    // `stream` lets a character that is cut at the end of the sample pass.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

/** True for a name that iconv-lite knows. */
export async function isEncoding(name: string): Promise<boolean> {
  return (await import('iconv-lite')).default.encodingExists(name);
}

const codePageKey = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage\\OEMCP';

/** The console code page of the sensor, asked for once a session: from its registry on Windows, UTF-8 elsewhere; cp437 when unknown. */
export class CodePage {
  readonly #ask: (path: string, signal: AbortSignal) => Promise<unknown>;
  readonly #work: Workplace;
  #known: Promise<string> | undefined;

  constructor(work: Workplace, ask: (path: string, signal: AbortSignal) => Promise<unknown>) {
    this.#work = work;
    this.#ask = ask;
  }

  name(signal: AbortSignal): Promise<string> {
    this.#known ??= this.#find(signal).catch((error: unknown) => {
      this.#known = undefined;
      if (signal.aborted) throw error;
      return 'cp437';
    });
    return this.#known;
  }

  /**
   * The bytes as text: byte order mark, else valid UTF-8, else the sensor's OEM code page; `encoding` overrules, `eager` holds
   * nothing back.
   */
  decode(
    chunks: AsyncIterable<Uint8Array>,
    encoding: string | undefined,
    signal: AbortSignal,
    { eager = false }: { readonly eager?: boolean } = {},
  ): AsyncGenerator<string> {
    return decodeText(chunks, { encoding, eager, fallback: () => this.name(signal) });
  }

  async #find(signal: AbortSignal): Promise<string> {
    if (this.#work.paths.style === 'unix') return 'utf-8';
    if (!this.#work.session.supports('reg query value')) return 'cp437';
    const page = String(await this.#ask(codePageKey, signal));
    const name = page === '65001' ? 'utf-8' : `cp${page}`;
    return (await isEncoding(name)) ? name : 'cp437';
  }
}

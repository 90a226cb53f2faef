import { Buffer } from 'node:buffer';
import { CbError } from '../errors/cb-error.ts';
import type { BytesResult, TextResult } from '../spec/result.ts';
import { escapeJson, escapeText, makeTextEscaper } from '../text/escape.ts';
import type { Drawing } from './drawing.ts';
import { eachRow } from './each-row.ts';
import { namesOf, refuseUnknown } from './fields.ts';
import { closing } from './json.ts';
import { writeTo } from './output-closed.ts';

/** Text as it comes, escaped wherever it goes; with JSON one object `{"text": …, …fields of the trailer}`, and none for what fails at once. */
export async function writeText(result: TextResult, drawing: Drawing): Promise<void> {
  if (isJson(drawing)) return writeJsonText(result, drawing);
  refuseFields(drawing);
  const escaper = makeTextEscaper();
  const lines = makeLineEnder(drawing);
  try {
    await eachRow(result.chunks, drawing.signal, (chunk) => lines.add(escaper.write(chunk)));
  } finally {
    await lines.add(escaper.end());
    await lines.end();
  }
}

async function writeJsonText(result: TextResult, { out, signal, fields }: Drawing): Promise<void> {
  const isWanted = (field: string): boolean =>
    fields === undefined || fields.length === 0 || fields.includes(field);
  const hasText = isWanted('text');
  const encoder = makeJsonStringEncoder();
  const begin = atFirst(hasText ? '{"text":"' : '{');
  let members = '';
  let known: readonly string[] = [];
  await closing(
    out,
    (hasFailed) =>
      hasFailed && !begin.isPast ? '' : `${begin.next()}${hasText ? `${encoder.end()}"` : ''}${members}}\n`,
    async () => {
      await eachRow(result.chunks, signal, (chunk) =>
        chunk === '' ? undefined : out.add(begin.next() + (hasText ? encoder.write(chunk) : '')),
      );
      const trailer = Object.entries(result.trailer?.().fields ?? {});
      known = ['text', ...trailer.map(([key]) => key)];
      for (const [key, value] of trailer) {
        const json = isWanted(key) ? JSON.stringify(value) : undefined;
        if (json === undefined) continue;
        members += `${hasText || members !== '' ? ',' : ''}${escapeJson(`${JSON.stringify(key)}:${json}`)}`;
      }
    },
  );
  refuseUnknown(
    (fields ?? []).filter((field) => !known.includes(field)),
    namesOf(known),
  );
}

/** Bytes as they are to a pipe or file; to a terminal each one that is not printable ASCII as `\u{..}`; with JSON in base64. */
export async function writeBytes(result: BytesResult, drawing: Drawing): Promise<void> {
  refuseFields(drawing);
  const { out, signal, sink } = drawing;
  if (isJson(drawing)) {
    const encoder = makeBase64Encoder();
    const begin = atFirst('{"base64":"');
    await closing(
      out,
      (hasFailed) => (hasFailed && !begin.isPast ? '' : `${begin.next()}${encoder.end()}"}\n`),
      () => eachRow(result.chunks, signal, (chunk) => out.add(begin.next() + encoder.write(chunk))),
    );
  } else if (drawing.isTTY) {
    const lines = makeLineEnder(drawing);
    await eachRow(result.chunks, signal, (chunk) => lines.add(escapeBytes(chunk)));
    await lines.end();
  } else await eachRow(result.chunks, signal, (chunk) => writeTo(sink, chunk));
}

function isJson({ mode }: Drawing): boolean {
  return mode === 'json' || mode === 'ndjson';
}

function refuseFields({ fields, zero, mode }: Drawing): void {
  if (zero === true && mode !== 'ndjson')
    throw new CbError('Usage', 'this output is text and has no rows', { hint: 'leave out --null' });
  if (fields !== undefined && fields.length > 0)
    throw new CbError('Usage', 'this output is text and has no fields', { hint: 'leave out --fields' });
}

/** One character a byte; the upper half is written in hex too, as its encoding is not known. */
function escapeBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return escapeText(text).replace(/[\x80-\xff]/g, (byte) => `\\u{${byte.charCodeAt(0).toString(16)}}`);
}

/** On a terminal a text that does not end its last line gets that done, or the prompt would stand behind it. */
function makeLineEnder({ out, isTTY }: Drawing) {
  let isOpen = false;
  return {
    add(text: string): Promise<void> | undefined {
      if (text === '') return undefined;
      isOpen = !text.endsWith('\n');
      return out.add(text);
    },
    end: async (): Promise<void> => (isOpen && isTTY ? out.add('\n') : undefined),
  };
}

/** A text that stands once, in front of whatever comes first. */
function atFirst(text: string) {
  let isPast = false;
  return {
    next(): string {
      const now = isPast ? '' : text;
      isPast = true;
      return now;
    },
    get isPast(): boolean {
      return isPast;
    },
  };
}

interface Encoder<T> {
  write(chunk: T): string;
  end(): string;
}

/** The inside of a JSON string, in pieces that may be cut within a surrogate pair, or within what is read as a mark (`lone-units`). */
function makeJsonStringEncoder(): Encoder<string> {
  let held = '';
  const encode = (text: string): string => escapeJson(JSON.stringify(text).slice(1, -1));
  return {
    write(chunk) {
      const text = held + chunk;
      held = /(?:[\uD800-\uDBFF]|\ufffd(?:\{[0-9a-f]{0,4})?)$/.exec(text.slice(-6))?.[0] ?? '';
      return encode(text.slice(0, text.length - held.length));
    },
    end: () => encode(held),
  };
}

/** Base64 in pieces: what is left of three bytes waits for the next chunk. */
function makeBase64Encoder(): Encoder<Uint8Array> {
  let held = Buffer.alloc(0);
  return {
    write(chunk) {
      const bytes = Buffer.concat([held, chunk]);
      const whole = bytes.length - (bytes.length % 3);
      held = bytes.subarray(whole);
      return bytes.subarray(0, whole).toString('base64');
    },
    end: () => held.toString('base64'),
  };
}

import { type Head, longestLine, origin, sha256Of } from './chain.ts';
import { formatVersion } from './events.ts';
import { fitsAll, type LineTable } from './fields.ts';
import { linesOf, type RawLine } from './raw-lines.ts';

/** What a line says; its texts are as hostile as whoever could write to the file. */
export interface ChainEvent {
  readonly n: number;
  readonly at: string;
  readonly kind: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

/** Why a line does not fit the chain, in words that follow `line 7`. */
export interface ChainFault {
  readonly what: 'changed' | 'missing' | 'inserted' | 'cut' | 'unknown';
  /** Of the file, from 1. */
  readonly line: number;
  readonly words: string;
}

export interface WalkedLine {
  readonly number: number;
  readonly sha256: string;
  /** Undefined for what is no line of this format. */
  readonly event: ChainEvent | undefined;
  readonly fault: ChainFault | undefined;
}

/**
 * Walks a chain line by line, in constant memory and linear time, and says of each line whether it fits. Behind one that does not it goes
 * on from there: the first fault is the one that counts.
 */
export async function* walkChain(
  chunks: AsyncIterable<Uint8Array>,
  table: LineTable,
): AsyncGenerator<WalkedLine> {
  let before = origin;
  let head = origin;
  for await (const raw of linesOf(chunks, longestLine)) {
    const sha256 = sha256Of(raw.bytes);
    const read = raw.isWhole ? readLine(raw, table) : cutLine(raw);
    if ('words' in read) {
      yield { number: raw.number, sha256, event: undefined, fault: read };
      [before, head] = [head, { n: head.n + 1, sha256 }];
      continue;
    }
    const { event, prev } = read;
    const fault = linkFault(raw.number, event.n, prev, head, before);
    yield { number: raw.number, sha256, event, fault };
    [before, head] = [head, { n: event.n, sha256 }];
  }
}

function cutLine({ number }: RawLine): ChainFault {
  return { what: 'cut', line: number, words: 'is cut: it was being written when the program ended' };
}

const ending = /^,"hash":"([0-9a-f]{64})"\}$/;
const endingLength = 75;

function readLine(
  { number, bytes, isTooLong }: RawLine,
  table: LineTable,
): ChainFault | { readonly event: ChainEvent; readonly prev: string } {
  const changed = (words: string): ChainFault => ({ what: 'changed', line: number, words });
  const body = bytes.subarray(0, Math.max(0, bytes.length - endingLength));
  const [, own] = ending.exec(Buffer.from(bytes.subarray(body.length)).toString('latin1')) ?? [];
  if (isTooLong || own === undefined) return changed('was changed: no hash of its own ends it');
  if (own !== sha256Of(body)) return changed('was changed: its own hash does not fit');
  const event = eventOf(Buffer.from(bytes).toString('utf8'), table);
  if (event !== undefined) return event;
  return {
    what: 'unknown',
    line: number,
    words: 'is none that this version knows: it was written by a newer one, or by another program',
  };
}

function eventOf(line: string, table: LineTable) {
  const json = parsed(line);
  if (json === undefined) return undefined;
  const { v, n, at, kind, prev, hash: _hash, ...fields } = json;
  if (v !== formatVersion || !Number.isSafeInteger(n) || typeof at !== 'string' || typeof prev !== 'string')
    return undefined;
  if (typeof kind !== 'string' || !Object.hasOwn(table, kind)) return undefined;
  if (!fitsAll(table[kind]?.fields ?? {}, fields)) return undefined;
  return { event: { n: Number(n), at, kind, fields: fields as ChainEvent['fields'] }, prev };
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(line);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The line is as it was written: does it follow the one before? */
function linkFault(
  number: number,
  n: number,
  prev: string,
  head: Head,
  before: Head,
): ChainFault | undefined {
  if (prev === head.sha256 && n === head.n + 1) return undefined;
  const at = (what: ChainFault['what'], line: number, words: string) => ({ what, line, words });
  if (n > head.n + 1) {
    const gone = n - head.n - 1;
    return at(
      'missing',
      number,
      `does not follow: ${gone === 1 ? 'a line before it is' : `${gone} lines before it are`} missing`,
    );
  }
  if (number > 1 && prev === before.sha256 && n === before.n + 1)
    return at('inserted', number - 1, 'was put in: the next line follows the one before it');
  if (n <= head.n) return at('inserted', number, 'was put in: it belongs elsewhere');
  if (number === 1) return at('changed', 1, 'was changed: it begins no chain');
  return at('changed', number - 1, 'was changed: the next line follows another one');
}

import { CbError } from '../errors/cb-error.ts';

/** What identifies a process, and what its GUID says of it (contract/values.md). */
export interface ProcessRef {
  /** `SSSSSSSS-PPPP-PPPP-TTTT-TTTTTTTTTTTT`, lower case. */
  readonly id: string;
  /** A segment that was named with it. */
  readonly segment: number | undefined;
  readonly sensorId: number;
  /** Undefined for an unknown process (`ffff-ffff`). */
  readonly pid: number | undefined;
  /** Unix ms of its start, undefined where the GUID holds none. */
  readonly startMs: number | undefined;
}

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const uniqueId = new RegExp(`^(${guid})(?:-([0-9a-f]{8}|[0-9a-f]{12}))?$`, 'i');
const typed = new RegExp(`^(${guid})(?:-([0-9a-f]{8}|[0-9a-f]{12})|/(\\d{1,15}))?/?$`, 'i');
const link = new RegExp(`^https?://[^/?#]+/?[^#]*#/?analyze/(${guid}[^/]*(?:/\\d{1,15})?)`, 'i');
/** 100 ns between 1601 and 1970. */
const epochTicks = 116_444_736_000_000_000n;

/** Reads `id` or `unique_id` of a document: a GUID, with a segment of 8 or 12 hex digits behind it or without. */
export function readUniqueId(text: string | undefined): ProcessRef | undefined {
  const match = uniqueId.exec(text?.trim() ?? '');
  return match === null ? undefined : refOf(match[1] ?? '', hexSegment(match[2]));
}

/** Reads what a person types for a process: a GUID, GUID/segment, a `unique_id`, or a console link. Kind `Usage`. */
export function parseProcessRef(word: string): ProcessRef {
  const text = word.trim();
  const match = typed.exec(link.exec(text)?.[1] ?? text);
  if (match === null) {
    throw new CbError('Usage', `"${word}" is no process GUID`, {
      hint: 'a GUID looks like 00000003-0000-0d7c-01d2-2eca49f7cea2; cbq process QUERY shows them',
    });
  }
  return refOf(match[1] ?? '', match[3] === undefined ? hexSegment(match[2]) : Number(match[3]));
}

function hexSegment(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

function refOf(text: string, segment: number | undefined): ProcessRef {
  const id = text.toLowerCase();
  const digits = id.replaceAll('-', '');
  const pid = Number.parseInt(digits.slice(8, 16), 16);
  const ticks = BigInt(`0x${digits.slice(16)}`);
  const startMs = Number((ticks - epochTicks) / 10_000n);
  return {
    id,
    segment,
    sensorId: Number.parseInt(digits.slice(0, 8), 16),
    pid: pid === 0xffffffff ? undefined : pid,
    startMs: ticks === 0n || Math.abs(startMs) > 8.64e15 ? undefined : startMs,
  };
}

/** Of a process without its segment, an alert, and other things of the server. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

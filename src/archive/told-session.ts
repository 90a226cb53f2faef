import { events } from '../transcript/events.ts';
import { type ChainEvent, type ChainFault, walkChain } from '../transcript/walk.ts';

/** A command object that a transcript tells of, and what came of it as far as it knows. */
export interface TranscriptCommand {
  readonly transcript: string;
  readonly key: number;
  /** When it was about to be posted, by the clock of that computer, ms. */
  readonly atMs: number;
  readonly name: string;
  readonly body: string;
  /** Fields of its `result` line. */
  readonly result: ChainEvent['fields'];
  readonly endedMs: number | undefined;
}

/** Bytes that went over the wire. */
export interface ToldFile {
  readonly transcript: string;
  readonly atMs: number;
  readonly way: string;
  readonly remote: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What one transcript tells of one session. */
export interface ToldSession {
  readonly transcript: string;
  readonly session: number;
  readonly sensor: number | undefined;
  /** When it was joined, by the server's clock as far as that is known, ms. */
  readonly joinedMs: number;
  readonly commands: readonly TranscriptCommand[];
  readonly files: readonly ToldFile[];
  /** The first line that does not fit the chain. */
  readonly fault: ChainFault | undefined;
}

interface Open extends ToldSession {
  sensor: number | undefined;
  joinedMs: number;
  readonly commands: TranscriptCommand[];
  readonly files: ToldFile[];
}

/** What a transcript tells of a session; undefined where it does not know it. */
export async function readToldSession(
  transcript: string,
  chunks: AsyncIterable<Uint8Array>,
  wanted: number,
): Promise<ToldSession | undefined> {
  const open = new Map<number, number>();
  let found: Open | undefined;
  let fault: ChainFault | undefined;
  for await (const { event, fault: odd } of walkChain(chunks, events)) {
    fault ??= odd?.what === 'cut' ? undefined : odd;
    if (event === undefined) continue;
    const { kind, fields } = event;
    const atMs = Date.parse(event.at);
    if (Number(fields['session']) === wanted && ['session', 'command', 'file'].includes(kind))
      found ??= newSession(transcript, wanted, atMs);
    if (found === undefined) continue;
    if (kind === 'result') ended(found, open, fields, atMs);
    if (Number(fields['session']) !== wanted) continue;
    if (kind === 'session' && found.sensor === undefined) {
      found.sensor = Number(fields['sensor']);
      found.joinedMs = atMs + Number(fields['clock_ahead_ms'] ?? 0);
    }
    if (kind === 'command') {
      const key = Number(fields['key']);
      open.set(key, found.commands.length);
      const [name, body] = [String(fields['name']), String(fields['body'])];
      found.commands.push({ transcript, key, atMs, name, body, result: {}, endedMs: undefined });
    }
    if (kind === 'file') found.files.push(fileOf(transcript, atMs, fields));
  }
  return found === undefined ? undefined : { ...found, fault };
}

function newSession(transcript: string, session: number, joinedMs: number): Open {
  return { transcript, session, sensor: undefined, joinedMs, commands: [], files: [], fault: undefined };
}

function ended(found: Open, open: Map<number, number>, result: ChainEvent['fields'], endedMs: number): void {
  const key = Number(result['key']);
  const index = open.get(key);
  const command = index === undefined ? undefined : found.commands[index];
  if (index === undefined || command === undefined) return;
  found.commands[index] = { ...command, result, endedMs };
  open.delete(key);
}

function fileOf(transcript: string, atMs: number, fields: ChainEvent['fields']): ToldFile {
  return {
    transcript,
    atMs,
    way: String(fields['way']),
    remote: String(fields['remote']),
    bytes: Number(fields['bytes']),
    sha256: String(fields['sha256']),
  };
}

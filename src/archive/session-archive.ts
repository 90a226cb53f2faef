import { createHash } from 'node:crypto';
import { type CommandObject, readCommandObject } from '../api/wire/command-object.ts';
import { readSession, type Session } from '../api/wire/session.ts';
import { ArchiveFault } from './archive-fault.ts';
import { ByteSource } from './byte-source.ts';
import { type TarMember, tarMembers } from './tar-members.ts';
import { unpacked } from './unpacked.ts';

/** What is read of one archive at most: more than any session has, and no more than a computer has room for. */
export interface ArchiveLimits {
  readonly members: number;
  readonly unpacked: number;
  /** Of what is kept in memory: the command objects, all together. */
  readonly json: number;
}

const ordinaryLimits: ArchiveLimits = { members: 100_000, unpacked: 2 ** 38, json: 2 ** 29 };

/** The bytes of a session file, by what its member is called. */
export interface ArchivedFile {
  readonly name: string;
  /** Of the session file; undefined where its name does not end in one. */
  readonly id: number | undefined;
  readonly bytes: number;
  readonly sha256: string;
}

/** What an archive says was done in a session. All texts are those of a server and its sensor. */
export interface SessionArchive {
  /** Of the file that it is, as far as it was read. */
  readonly sha256: string;
  /** Why it is not whole; what came before that is told all the same. */
  readonly fault: ArchiveFault | undefined;
  readonly sessionId: number | undefined;
  readonly session: Session | undefined;
  readonly commands: ReadonlyMap<number, CommandObject>;
  /** Ids of command objects that the archive tells of in two ways. */
  readonly contradicted: ReadonlySet<number>;
  readonly files: readonly ArchivedFile[];
}

/**
 * Reads the archive of a session (contract/live-response.md: a gzip tar of commands, results and files; nobody has written down what its
 * members are called). JSON that holds command objects or the session is taken for them, whatever it is called; all else is a file.
 */
export async function readSessionArchive(
  chunks: AsyncIterable<Uint8Array>,
  limits: ArchiveLimits = ordinaryLimits,
): Promise<SessionArchive> {
  const whole = createHash('sha256');
  const reader = new Reader(limits);
  let fault: ArchiveFault | undefined;
  try {
    const source = new ByteSource(unpacked(hashed(chunks, whole), limits.unpacked));
    for await (const member of tarMembers(source, limits.members)) await reader.take(member);
    // What stands behind the end of a tar are zeros, and the checksum of the gzip behind them.
    while ((await source.some(2 ** 20)) !== undefined);
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error;
    fault = error;
  }
  if (fault === undefined && reader.isEmpty)
    fault = new ArchiveFault('unknown', 'is no archive of a session: it holds no command object');
  return { ...reader.found(), sha256: whole.digest('hex'), fault };
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

class Reader {
  readonly #commands = new Map<number, CommandObject>();
  readonly #contradicted = new Set<number>();
  readonly #files: ArchivedFile[] = [];
  readonly #limits: ArchiveLimits;
  #session: Session | undefined;
  #folderId: number | undefined;
  #kept = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#commands.size === 0 && this.#files.length === 0;
  }

  found(): Omit<SessionArchive, 'sha256' | 'fault'> {
    const [first] = this.#commands.values();
    return {
      sessionId: this.#session?.id || first?.sessionId || this.#folderId,
      session: this.#session,
      commands: this.#commands,
      contradicted: this.#contradicted,
      files: this.#files,
    };
  }

  async take({ name, size, content }: TarMember): Promise<void> {
    const hash = createHash('sha256');
    const isJson = /\.json$/i.test(name);
    const kept: Uint8Array[] = [];
    for await (const piece of content) {
      hash.update(piece);
      if (!isJson) continue;
      this.#keep(piece.length);
      kept.push(piece.slice());
    }
    const folder = /(?:^|\/)session_(\d{1,15})\//.exec(name)?.[1];
    this.#folderId ??= folder === undefined ? undefined : Number(folder);
    if (isJson && this.#understood(Buffer.concat(kept).toString('utf8'))) return;
    const id = /(\d{1,15})$/.exec(name)?.[1];
    const fileId = id === undefined ? undefined : Number(id);
    this.#files.push({ name, id: fileId, bytes: size, sha256: hash.digest('hex') });
  }

  #keep(size: number): void {
    this.#kept += size;
    if (this.#kept > this.#limits.json)
      throw new ArchiveFault('unknown', `tells more than ${this.#limits.json} bytes: not read further`);
  }

  /** False for JSON that is somebody's file. */
  #understood(text: string): boolean {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return false;
    }
    const objects = (Array.isArray(json) ? json : [json]).filter(isObject);
    if (Array.isArray(json) && json.length === 0) return true;
    if (objects.length === 0) return false;
    if (objects.every(isCommand)) {
      // What it brought - lists of files and processes - is not held against anything.
      for (const object of objects) this.#addCommand({ ...readCommandObject(object), wire: {} });
      return true;
    }
    if (objects.every(isSessionFile)) return true;
    const [only] = objects;
    if (objects.length > 1 || only === undefined || !isSession(only)) return false;
    this.#session ??= readSession(only);
    return true;
  }

  /** A list tells of each one in short, and the rest stands in a member of its own. */
  #addCommand(command: CommandObject): void {
    const known = this.#commands.get(command.id);
    if (known === undefined) {
      this.#commands.set(command.id, command);
      return;
    }
    const isSame = (['name', 'object', 'state', 'resultCode', 'username', 'fileId'] as const).every(
      (field) => known[field] === command[field],
    );
    if (!isSame) this.#contradicted.add(command.id);
  }
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCommand(json: Json): boolean {
  return (
    ['id', 'status', 'name'].every((field) => Object.hasOwn(json, field)) && Object.hasOwn(json, 'object')
  );
}

function isSession(json: Json): boolean {
  return ['id', 'sensor_id', 'status'].every((field) => Object.hasOwn(json, field)) && !isCommand(json);
}

function isSessionFile(json: Json): boolean {
  return Object.hasOwn(json, 'id') && Object.hasOwn(json, 'file_name');
}

import { CbError, isCbError } from '../../errors/cb-error.ts';
import { Digest } from '../../manifest/digest.ts';
import type { Piece } from '../../manifest/lines.ts';
import type { HeldFolder, LocalPart, PartLock } from '../../ports/local-files.ts';
import { partName } from '../../text/local-name.ts';
import type { FileEntry } from '../file-entry.ts';
import {
  type FoundNote,
  otherSource,
  type PartNote,
  type PartSource,
  readNote,
  sourceOf,
} from './part-note.ts';

export interface PartOptions {
  readonly sensorId: number;
  readonly remote: FileEntry;
  readonly offset: number;
  readonly resume: boolean;
  readonly force: boolean;
  /** All hashes are wanted, the two old ones among them. */
  readonly withOld: boolean;
  readonly nowMs: () => number;
  readonly note: (text: string) => void;
}

/** By what the rest of a part comes. */
export interface ComesBy extends Pick<Piece, 'session' | 'command' | 'file'> {
  readonly begunMs: number;
}

/** So many bytes may be fetched once more after a power cut. */
const checkpointBytes = 64 * 1024 * 1024;
const readBytes = 256 * 1024;

/**
 * `NAME.part`, 0600, never through a link and never over something that is there; while it grows no other process writes to it. Beside it
 * lies a note of what it is and of how much of it is known to be on the disk. `resume` goes on with an earlier part only if both are plain
 * files of this user's, the remote size and time are as noted, and its bytes have the hash that was noted: neither a colleague's bytes nor
 * what a power cut has left become evidence.
 */
export class GrowingPart {
  readonly file: LocalPart;
  /** Has the bytes of the part that were there already. */
  readonly digest: Digest;
  /** Bytes that were there already. */
  readonly have: number;
  readonly #folder: HeldFolder;
  readonly #names: PartNames;
  readonly #source: PartSource;
  readonly #lock: PartLock;
  readonly #nowMs: () => number;
  readonly #earlier: readonly Piece[];
  #comesBy: ComesBy | undefined;
  #noted: number;
  #noting: Promise<void> = Promise.resolve();

  private constructor(
    place: { readonly folder: HeldFolder; readonly names: PartNames; readonly lock: PartLock },
    source: PartSource,
    nowMs: () => number,
    { file, digest, pieces }: Begun,
  ) {
    this.#folder = place.folder;
    this.#names = place.names;
    this.#lock = place.lock;
    this.#source = source;
    this.#nowMs = nowMs;
    this.#earlier = pieces;
    this.file = file;
    this.digest = digest;
    this.have = digest.size;
    this.#noted = digest.size;
  }

  static async open(folder: HeldFolder, name: string, options: PartOptions): Promise<GrowingPart> {
    await folder.mustBeFree(name, options.force);
    const names = namesOf(name);
    const source = sourceOf(options.sensorId, options.remote, options.offset);
    const lock = await folder.lockPart(name);
    try {
      const begun = await begin(folder, names, source, options);
      return new GrowingPart({ folder, names, lock }, source, options.nowMs, begun);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** What is written from now on. */
  comes(by: ComesBy): void {
    this.#comesBy = by;
  }

  /** How the first `size` bytes came. */
  pieces(size = this.digest.size): readonly Piece[] {
    if (this.#comesBy === undefined) return this.#earlier;
    const { begunMs, ...by } = this.#comesBy;
    const now = { offset: this.have, bytes: size - this.have, ...by };
    return [...this.#earlier, { ...now, begun: timeOf(begunMs), ended: timeOf(this.#nowMs()) }];
  }

  isDue(size: number): boolean {
    return size - this.#noted >= checkpointBytes;
  }

  /** Flushes and notes so many bytes while others are on their way. */
  take(size: number, sha256: string): void {
    this.#noted = size;
    this.#noting = this.#noting.then(() => this.#note(size, sha256));
    // Heard at the end; until then a rejection must not count as unhandled.
    this.#noting.catch(() => undefined);
  }

  /** Gives it its name. */
  async finish(replace: boolean): Promise<void> {
    await this.#noting;
    await this.file.finish({ replace });
    await this.#folder.remove(this.#names.note);
    await this.#lock.release();
  }

  /** Leaves it for `--resume`: false where it could not be noted, so that nothing can go on with it. */
  async keep(): Promise<boolean> {
    try {
      await this.#noting;
      const size = this.file.size();
      // A disk that is full has taken less than was hashed.
      const digest = this.digest.size === size ? this.digest : await hashed(this.file, size);
      await this.#note(size, digest.hex());
      return true;
    } catch (error) {
      if (isCbError(error, 'LocalFile')) return false;
      throw error;
    } finally {
      await this.file.keep();
      await this.#lock.release();
    }
  }

  /** Takes it away: it proved wrong, or holds nothing. */
  async drop(): Promise<void> {
    await this.#noting.catch(() => undefined);
    await this.file.abandon();
    await this.#folder.remove(this.#names.note);
    await this.#lock.release();
  }

  async #note(have: number, sha256: string): Promise<void> {
    await this.file.sync();
    const pieces = this.pieces(have).filter(({ bytes }) => bytes > 0);
    const note = JSON.stringify({ ...this.#source, have, sha256, pieces } satisfies PartNote);
    await this.#folder.writeAtomic(this.#names.note, `${note}\n`, 0o600);
  }
}

interface PartNames {
  readonly name: string;
  readonly part: string;
  readonly note: string;
}

interface Begun {
  readonly file: LocalPart;
  readonly digest: Digest;
  readonly pieces: readonly Piece[];
}

function namesOf(name: string): PartNames {
  const part = partName(name);
  return { name, part, note: `${part}.json` };
}

async function begin(
  folder: HeldFolder,
  names: PartNames,
  source: PartSource,
  options: PartOptions,
): Promise<Begun> {
  const earlier = await folder.stat(names.part);
  const noted = await readNote(folder, names.note);
  const shown = `${folder.path}/${names.part}`;
  if (earlier === undefined && noted !== undefined && noted.note === undefined && !options.force) {
    throw new CbError('LocalFile', `${shown}.json is there already, and is no note of a get`, {
      hint: 'name another file, or replace both with --force',
    });
  }
  if (earlier !== undefined && options.resume) {
    if (earlier.isLink) throw new CbError('LocalFile', `${shown} is a link, which is not followed`);
    const begun = earlier.isFile
      ? await resumed(folder, names, noted, source, options)
      : 'the part is no plain file';
    if (typeof begun !== 'string') return begun;
    options.note(`starting again: ${begun}`);
  } else if (earlier !== undefined && !options.force) {
    throw new CbError('LocalFile', `${shown} is there from an earlier get`, {
      hint: 'go on with --resume, or start again with --force',
    });
  }
  if (earlier !== undefined) await folder.remove(names.part);
  if (noted !== undefined) await folder.remove(names.note);
  return { file: await folder.openPart(names.name), digest: new Digest(options), pieces: [] };
}

/** The earlier part, cut to what was noted of it; or why it is of no use. */
async function resumed(
  folder: HeldFolder,
  names: PartNames,
  noted: FoundNote | undefined,
  source: PartSource,
  { note, remote, offset, withOld }: PartOptions,
): Promise<Begun | string> {
  if (noted === undefined) return 'nothing is noted beside the part';
  if (noted.note === undefined) return 'the note beside the part is unreadable';
  const { have, sha256, pieces } = noted.note;
  if (remote.size === undefined) return 'the sensor does not say how long the file is now';
  const other = otherSource(noted.note, source);
  if (other !== undefined) return other;
  const file = await folder.openPart(names.name, { resume: true });
  let begun: Begun | undefined;
  try {
    // The lock was made by this process: whoever owns that one is this user, on any system.
    const own = (await folder.stat(`${names.part}.lock`))?.uid;
    if (file.uid !== own || noted.uid !== own) return 'the part or its note belongs to another user';
    if (file.size() > remote.size - offset) return 'the part is longer than the file on the sensor';
    if (!Number.isSafeInteger(have) || have < 0 || have > file.size())
      return 'the part does not hold what was noted of it';
    const digest = await hashed(file, have, withOld);
    if (digest.size !== have || digest.hex() !== sha256) return 'the part does not hold what was noted of it';
    const more = file.size() - have;
    if (more > 0) note(`${more} bytes at the end of the part were never flushed: they are fetched again`);
    if (more > 0) await file.truncate(have);
    begun = { file, digest, pieces };
    return begun;
  } finally {
    if (begun === undefined) await file.keep();
  }
}

async function hashed(file: LocalPart, size: number, withOld = false): Promise<Digest> {
  const digest = new Digest({ withOld });
  while (digest.size < size) {
    const piece = await file.read(digest.size, Math.min(readBytes, size - digest.size));
    if (piece.byteLength === 0) break;
    digest.update(piece);
  }
  return digest;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

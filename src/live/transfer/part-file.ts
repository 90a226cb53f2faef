import { CbError } from '../../errors/cb-error.ts';
import type { LocalFiles, LocalStat, LocalWriter } from '../../ports/local-files.ts';
import type { FileEntry } from '../file-entry.ts';
import { Digest } from './pump.ts';

/** What is noted beside a `.part`, so that `--resume` knows it is the same remote file. */
interface PartNote {
  readonly sensor_id: number;
  readonly remote: string;
  readonly size: number;
  readonly last_write_time: number;
  readonly offset: number;
}

export interface PartOptions {
  readonly sensorId: number;
  readonly remote: FileEntry;
  readonly offset: number;
  readonly resume: boolean;
  readonly force: boolean;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

export interface Part {
  readonly path: string;
  readonly writer: LocalWriter;
  /** Has the bytes of the part that was there already. */
  readonly digest: Digest;
  /** Bytes that are there already. */
  readonly have: number;
}

/** A note is a line; what is longer is none. */
const longestNote = 64 * 1024;

/**
 * Opens `LOCAL.part` for writing, 0600, never through a link and never over something that is there. `resume` goes on with an
 * earlier part only if it and its note are plain files of this user's, and the remote size and time are as noted, and hashes that
 * part again: in a folder of several people nobody else's bytes become evidence.
 */
export async function openPart(files: LocalFiles, local: string, options: PartOptions): Promise<Part> {
  const path = `${local}.part`;
  const notePath = `${path}.json`;
  const earlier = await files.stat(path);
  const earlierNote = await files.stat(notePath);
  const noted = await readNote(files, earlierNote);
  if (earlier === undefined && earlierNote !== undefined && noted === undefined && !options.force) {
    throw new CbError('LocalFile', `${notePath} is there already, and is no note of a get`, {
      hint: 'name another file, or replace both with --force',
    });
  }
  if (earlier !== undefined && options.resume) {
    if (earlier.isLink) throw new CbError('LocalFile', `${path} is a link, which is not followed`);
    const isLonger = earlier.size > options.remote.size - options.offset;
    const reason = isLonger
      ? 'the part is longer than the file on the sensor'
      : (whyNot(earlier, earlierNote, noted, options) ??
        (await whyForeign(files, notePath, [earlier.uid, earlierNote?.uid], options)));
    if (reason === undefined) return await goOn(files, path, options);
    options.note(`starting again: ${reason}`);
    await files.remove(path);
  } else if (earlier !== undefined && options.force) {
    await files.remove(path);
  } else if (earlier !== undefined) {
    throw new CbError('LocalFile', `${path} is there from an earlier get`, {
      hint: 'go on with --resume, or start again with --force',
    });
  }
  await writeNote(files, notePath, options);
  const writer = await files.openWriter(path, { mode: 0o600, flags: 'exclusive' });
  return { path, writer, digest: new Digest(), have: 0 };
}

/** Gives the finished part its final name and forgets the note. */
export async function finishPart(
  files: LocalFiles,
  part: Part,
  local: string,
  replace: boolean,
): Promise<void> {
  await files.rename(part.path, local, { replace });
  await files.remove(`${part.path}.json`);
}

/** Takes a part away that is of no use: it proved wrong, or holds nothing. */
export async function dropPart(files: LocalFiles, part: Part): Promise<void> {
  await files.remove(part.path);
  await files.remove(`${part.path}.json`);
}

async function goOn(files: LocalFiles, path: string, options: PartOptions): Promise<Part> {
  const digest = new Digest();
  for await (const chunk of files.read(path, { signal: options.signal })) digest.update(chunk);
  const writer = await files.openWriter(path, { mode: 0o600, flags: 'append' });
  return { path, writer, digest, have: digest.size };
}

async function writeNote(files: LocalFiles, path: string, options: PartOptions): Promise<void> {
  await files.writeAtomic(path, `${JSON.stringify(noteOf(options))}\n`, 0o600);
}

/** Writes the same note once more: whoever owns that one is this user, on any system. */
async function whyForeign(
  files: LocalFiles,
  notePath: string,
  owners: readonly (number | undefined)[],
  options: PartOptions,
): Promise<string | undefined> {
  await writeNote(files, notePath, options);
  const own = (await files.stat(notePath))?.uid;
  return owners.every((uid) => uid === own) ? undefined : 'the part or its note belongs to another user';
}

function whyNot(
  part: LocalStat,
  note: LocalStat | undefined,
  then: PartNote | undefined,
  options: PartOptions,
): string | undefined {
  if (!part.isFile) return 'the part is no plain file';
  if (note === undefined) return 'nothing is noted beside the part';
  const now = noteOf(options);
  if (then === undefined) return 'the note beside the part is unreadable';
  if (then.sensor_id !== now.sensor_id || then.remote !== now.remote || then.offset !== now.offset)
    return 'the part is of another file';
  if (then.size !== now.size) return `the remote file had ${then.size} bytes then, now ${now.size}`;
  if (then.last_write_time !== now.last_write_time) return 'the remote file was written since';
  return undefined;
}

function noteOf({ sensorId, remote, offset }: PartOptions): PartNote {
  return {
    sensor_id: sensorId,
    remote: remote.path,
    size: remote.size,
    last_write_time: remote.lastWriteTime,
    offset,
  };
}

/** Undefined for what is no note; a pipe or link in its place is not opened. */
async function readNote(files: LocalFiles, found: LocalStat | undefined): Promise<PartNote | undefined> {
  if (found === undefined || !found.isFile || found.isLink || found.size > longestNote) return undefined;
  try {
    const value: unknown = JSON.parse(await files.readText(found.path, { noFollow: true }));
    const isNote = typeof value === 'object' && value !== null && 'remote' in value && 'sensor_id' in value;
    return isNote ? (value as PartNote) : undefined;
  } catch {
    return undefined;
  }
}

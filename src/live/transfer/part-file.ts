import { CbError } from '../../errors/cb-error.ts';
import type { LocalFiles, LocalWriter } from '../../ports/local-files.ts';
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

/**
 * Opens `LOCAL.part` for writing, 0600, never through a link and never over something that is there. `resume` goes on with an
 * earlier part only if the remote size and time are as noted beside it, and hashes that part again.
 */
export async function openPart(files: LocalFiles, local: string, options: PartOptions): Promise<Part> {
  const path = `${local}.part`;
  const notePath = `${path}.json`;
  const earlier = await files.stat(path);
  if (earlier !== undefined && options.resume) {
    const isLonger = earlier.size > options.remote.size - options.offset;
    const reason = isLonger
      ? 'the part is longer than the file on the sensor'
      : await whyNot(files, notePath, options);
    if (reason === undefined && earlier.isFile) return await goOn(files, path, options);
    options.note(`starting again: ${reason ?? `${path} is not a plain file`}`);
    await files.remove(path);
  } else if (earlier !== undefined && options.force) {
    await files.remove(path);
  } else if (earlier !== undefined) {
    throw new CbError('LocalFile', `${path} is there from an earlier get`, {
      hint: 'go on with --resume, or start again with --force',
    });
  }
  await files.writeAtomic(notePath, `${JSON.stringify(noteOf(options))}\n`, 0o600);
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

async function whyNot(
  files: LocalFiles,
  notePath: string,
  options: PartOptions,
): Promise<string | undefined> {
  if ((await files.stat(notePath)) === undefined) return 'nothing is noted beside the part';
  const now = noteOf(options);
  const then = parseNote(await files.readText(notePath));
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

function parseNote(text: string): PartNote | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as PartNote) : undefined;
  } catch {
    return undefined;
  }
}

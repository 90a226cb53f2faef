import { join } from 'node:path';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { hasFlaw } from '../../errors/reply-fault.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { HeldPlace } from '../../ports/local-files.ts';
import type { FileEntry } from '../file-entry.ts';
import { lostSession, type Workplace } from '../workplace.ts';
import { sessionFileContent } from './content.ts';
import { GrowingPart } from './part-file.ts';
import { pump } from './pump.ts';
import { type RemoteRange, requestFile } from './request-file.ts';
import { cameBy, takenOf } from './taken-of.ts';
import { tellOfFile } from './tell-of-file.ts';

export interface DownloadOptions extends RemoteRange {
  readonly resume: boolean;
  readonly force: boolean;
  /** The local file has the time at which the remote one was written last. */
  readonly keepTime: boolean;
  /** Gets a line of it. */
  readonly manifest?: Manifest | undefined;
  /** One that has grown beyond so many bytes is not fetched. */
  readonly maxSize?: number | undefined;
  readonly signal: AbortSignal;
  /** Bytes so far and in all; the first argument says where: on their way to the server, or from it to us. */
  readonly onProgress: (leg: 'to server' | 'to us', done: number, total: number | undefined) => void;
}

export interface Downloaded {
  readonly remote: string;
  readonly local: string;
  readonly size: number;
  readonly sha256: string;
}

/** Fetches one remote file, known to exist, to `local` (`downloadTo`). */
export async function download(
  work: Workplace,
  remote: FileEntry,
  local: string,
  options: DownloadOptions,
): Promise<Downloaded> {
  await using place = await work.files.holdPlace(local);
  return await downloadTo(work, remote, place, options);
}

/**
 * The same into a folder that is held: `.part`, SHA-256 while it streams, size checked, then the final name. What breaks off stays as
 * `.part` for `--resume`; what proves wrong is removed.
 */
export async function downloadTo(
  work: Workplace,
  remote: FileEntry,
  { folder, name }: Pick<HeldPlace, 'folder' | 'name'>,
  options: DownloadOptions,
): Promise<Downloaded> {
  const what = `get ${remote.path}`;
  const begunMs = work.clock.now();
  const { manifest } = options;
  const offset = options.offset ?? 0;
  // Undefined where the sensor does not say how long it is: then its end is where the bytes end.
  const wanted =
    remote.size === undefined
      ? undefined
      : Math.max(0, Math.min(options.bytes ?? Number.POSITIVE_INFINITY, remote.size - offset));
  const isRange = options.offset !== undefined || options.bytes !== undefined;
  manifest?.mustLeaveFree(name);
  const part = await GrowingPart.open(folder, name, {
    ...options,
    withOld: manifest !== undefined,
    nowMs: work.clock.now,
    sensorId: work.session.sensor.id,
    remote,
    offset,
    note: work.note,
  });
  try {
    if (wanted === undefined || part.have < wanted || wanted === 0) {
      const left = wanted === undefined ? undefined : wanted - part.have;
      const most = options.bytes === undefined ? undefined : (left ?? options.bytes);
      const range =
        isRange || part.have > 0
          ? {
              offset: offset + part.have,
              ...(most === undefined ? {} : { bytes: most }),
            }
          : {};
      const got = await requestFile(work, remote.path, range, options.signal, (done, total) =>
        options.onProgress('to server', done, total ?? left),
      );
      mustNotExceed(what, got.fileSize, options.maxSize);
      part.comes({ session: got.sessionId, command: got.id, file: got.fileId, begunMs });
      const body = sessionFileContent(work.server, {
        sessionId: got.sessionId,
        fileId: got.fileId,
        size: got.fileSize,
        most: most ?? options.maxSize,
        signal: options.signal,
        what,
      });
      await pump(body, part.file, part.digest, {
        onBytes: (size) =>
          options.onProgress('to us', size, wanted === undefined ? got.fileSize : Math.max(wanted, size)),
        checkpoint: part,
      });
      checkSize(what, part.digest.size - part.have, got.fileSize);
    }
    if (wanted !== undefined && part.digest.size !== wanted)
      sizeChanged(work, remote, wanted, part.digest.size, isRange);
    const time = options.keepTime ? knownTime(remote) : undefined;
    if (time !== undefined && !(await part.file.setTime(time)))
      work.note(`${join(folder.path, name)} cannot have the time of ${remote.path}`);
    await part.finish(options.force);
  } catch (error) {
    await leave(part, error, work.note);
    throw lostSession(what, error);
  }
  const { size } = part.digest;
  const hashes = part.digest.hashes();
  const got = { remote: remote.path, local: join(folder.path, name), size, sha256: hashes.sha256 };
  tellOfFile(work, 'got', got, offset);
  await manifest?.add(
    { folder, name },
    { ...takenOf(work, remote, options), ...cameBy(part.pieces(), begunMs), size, hashes },
  );
  return got;
}

/** What came before a break is kept, unless it is of no use. */
async function leave(part: GrowingPart, error: unknown, note: (text: string) => void): Promise<void> {
  const size = part.file.size();
  if (size === 0 || isCbError(error, 'Integrity') || hasFlaw(error, 'spoilt')) return await part.drop();
  const isNoted = await part.keep();
  const how = isNoted
    ? 'get --resume goes on from there'
    : 'but could not be noted: get --force starts again';
  note(`${size} bytes are kept in ${part.file.path}; ${how}`);
}

/** Undefined where the sensor does not say; what no calendar of ours holds is not said either. */
function knownTime({ lastWriteTime }: FileEntry): number | undefined {
  return lastWriteTime > 0 && lastWriteTime <= 253_402_300_799 ? lastWriteTime : undefined;
}

function mustNotExceed(what: string, size: number | undefined, most: number | undefined): void {
  if (size === undefined || most === undefined || size <= most) return;
  throw new CbError('CommandFailed', `${what}: it has grown to ${size} bytes: left out`);
}

function checkSize(what: string, got: number, expected: number | undefined): void {
  if (expected === undefined || got === expected) return;
  throw new CbError('Integrity', `${what}: got ${got} bytes, the server has ${expected}`, {
    hint: 'the part is removed; get it again',
    context: { got, expected },
  });
}

/** A file that grew or shrank between listing and reading is no damage; it is said, as the hash is of what was read. */
function sizeChanged(
  work: Workplace,
  remote: FileEntry,
  wanted: number,
  got: number,
  isRange: boolean,
): void {
  if (isRange && got > wanted)
    throw new CbError('Integrity', `get ${remote.path}: asked for ${wanted} bytes, got ${got}`);
  work.note(
    `${remote.path} had ${wanted} bytes when it was listed, ${got} were read: it changes while it is read`,
  );
}

import { type Piece, pieceFields } from '../../manifest/lines.ts';
import type { HeldFolder, LocalStat } from '../../ports/local-files.ts';
import { fitsAll } from '../../transcript/fields.ts';
import type { FileEntry } from '../file-entry.ts';

/** Whose bytes a `.part` holds, and how many of them are known to be on the disk. */
export interface PartNote {
  readonly sensor_id: number;
  readonly remote: string;
  readonly size: number | undefined;
  readonly last_write_time: number;
  readonly offset: number;
  /** So many bytes of the part were flushed, with this hash. */
  readonly have: number;
  readonly sha256: string;
  /** How they came. */
  readonly pieces: readonly Piece[];
}

export type PartSource = Pick<PartNote, 'sensor_id' | 'remote' | 'size' | 'last_write_time' | 'offset'>;

export function sourceOf(sensorId: number, remote: FileEntry, offset: number): PartSource {
  const { path, size, lastWriteTime } = remote;
  return { sensor_id: sensorId, remote: path, size, last_write_time: lastWriteTime, offset };
}

/** Why a note is not of what is to be fetched now; undefined where it is. */
export function otherSource(note: PartNote, now: PartSource): string | undefined {
  if (note.sensor_id !== now.sensor_id || note.remote !== now.remote || note.offset !== now.offset)
    return 'the part is of another file';
  if (note.size !== now.size) return `the remote file had ${note.size} bytes then, now ${now.size}`;
  if (note.last_write_time !== now.last_write_time) return 'the remote file was written since';
  return undefined;
}

/** A note is a line; what is longer is none. */
const longestNote = 64 * 1024;

export interface FoundNote {
  /** Undefined for what is no note; a pipe or link in its place is not opened. */
  readonly note: PartNote | undefined;
  readonly uid: number | undefined;
}

/** What lies there as a note; undefined where nothing does. */
export async function readNote(folder: HeldFolder, name: string): Promise<FoundNote | undefined> {
  const there = await folder.stat(name);
  if (there === undefined) return undefined;
  let opened: LocalStat | undefined;
  try {
    if (there.size > longestNote) return { note: undefined, uid: undefined };
    const text = await folder.readText(name, {
      noFollow: true,
      check: (found) => {
        opened = found;
      },
    });
    return { note: noteOf(JSON.parse(text)), uid: opened?.uid };
  } catch {
    return { note: undefined, uid: opened?.uid };
  }
}

function noteOf(value: unknown): PartNote | undefined {
  if (typeof value !== 'object' || value === null || !('remote' in value && 'sensor_id' in value))
    return undefined;
  const isNote =
    'pieces' in value &&
    Array.isArray(value.pieces) &&
    value.pieces.every((piece) => fitsAll(pieceFields, piece));
  return isNote ? (value as PartNote) : undefined;
}

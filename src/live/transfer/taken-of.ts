import type { Piece } from '../../manifest/lines.ts';
import type { Taken } from '../../manifest/manifest.ts';
import type { FileEntry } from '../file-entry.ts';
import type { Workplace } from '../workplace.ts';
import type { RemoteRange } from './request-file.ts';

type OfEntry = Pick<
  Taken,
  | ('from' | 'remote' | 'host' | 'sensor' | 'remote_size')
  | ('offset' | 'bytes' | 'created' | 'accessed' | 'written' | 'attributes')
>;

/** What a manifest holds of a file of the sensor, beside what came of it. */
export function takenOf({ session }: Workplace, remote: FileEntry, { offset, bytes }: RemoteRange): OfEntry {
  const { hostname: host, id: sensor } = session.sensor;
  return {
    from: 'sensor',
    remote: remote.path,
    host,
    sensor,
    remote_size: remote.size,
    offset,
    bytes,
    created: timeOf(remote.createTime),
    accessed: timeOf(remote.lastAccessTime),
    written: timeOf(remote.lastWriteTime),
    attributes: remote.attributes.join(' ') || undefined,
  };
}

/** What it holds of how the bytes came; `begunMs` where all of them were there already. */
export function cameBy(
  pieces: readonly Piece[],
  begunMs: number,
): Pick<Taken, 'session' | 'command' | 'file' | 'pieces' | 'begunMs'> {
  const [first, last] = [pieces[0], pieces.at(-1)];
  return {
    session: last?.session,
    command: last?.command,
    file: last?.file,
    pieces: pieces.length > 1 ? pieces : undefined,
    begunMs: first === undefined ? begunMs : Date.parse(first.begun),
  };
}

/** Undefined where the sensor does not say, or says what no calendar holds. */
function timeOf(sec: number): string | undefined {
  const date = new Date(sec * 1000);
  return sec === 0 || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

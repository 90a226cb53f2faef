import type { Manifest } from '../../manifest/manifest.ts';
import type { Progress } from '../../ports/progress.ts';
import type { Workplace } from '../workplace.ts';
import type { Downloaded } from './download.ts';
import { type FileIds, type RemoteRange, readRemote } from './request-file.ts';
import { saveShown } from './save.ts';
import { tellOfFile } from './tell-of-file.ts';

export interface UnlistedOptions extends RemoteRange {
  readonly force: boolean;
  /** Gets a line of it. */
  readonly manifest: Manifest | undefined;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Fetches what no listing shows - a stream, `$MFT`, a device -: its size and times are not known, and what breaks off is not kept. */
export async function downloadUnlisted(
  work: Workplace,
  remote: string,
  local: string,
  { offset, bytes, force, manifest, signal, progress }: UnlistedOptions,
): Promise<Downloaded> {
  const range = { ...(offset === undefined ? {} : { offset }), ...(bytes === undefined ? {} : { bytes }) };
  const { hostname: host, id: sensor } = work.session.sensor;
  let ids: FileIds | undefined;
  const onFile = (found: FileIds): void => {
    ids = found;
  };
  const body = async () => readRemote(work, remote, range, signal, onFile);
  const taken = () => ({ from: 'sensor', remote, host, sensor, offset, bytes, ...ids }) as const;
  const listed = manifest === undefined ? undefined : { manifest, taken };
  const options = { force, signal, listed };
  const saved = await saveShown({ files: work.files, progress }, `get ${remote}`, body, local, options);
  const got = { remote, local, ...saved };
  tellOfFile(work, 'got', got, offset);
  return got;
}

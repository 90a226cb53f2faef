import type { Workplace } from '../workplace.ts';

/** Tells the transcript of bytes that went over the wire, and are where they belong. */
export function tellOfFile(
  { recorder, session }: Workplace,
  way: 'got' | 'put',
  file: { readonly remote: string; readonly local: string; readonly size: number; readonly sha256: string },
  offset = 0,
): void {
  const { remote, local, size: bytes, sha256 } = file;
  recorder.tell('file', {
    way,
    remote,
    local,
    session: session.currentId(),
    sensor: session.sensor.id,
    offset: offset === 0 ? undefined : offset,
    bytes,
    sha256,
  });
}

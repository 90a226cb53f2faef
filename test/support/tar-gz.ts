import { buffer } from 'node:stream/consumers';
import { createGunzip, createGzip } from 'node:zlib';
import tar from 'tar-stream';

export interface Member {
  readonly name: string;
  readonly bytes: Buffer;
}

/** As a gzip tar. */
export async function packed(members: readonly Member[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const { name, bytes } of members) pack.entry({ name }, bytes);
  pack.finalize();
  return await buffer(pack.pipe(createGzip()));
}

/** The members of a gzip tar. */
export async function unpackedMembers(bytes: Uint8Array): Promise<readonly Member[]> {
  const extract = tar.extract();
  const gunzip = createGunzip();
  gunzip.pipe(extract);
  gunzip.end(bytes);
  const members: Member[] = [];
  for await (const entry of extract) members.push({ name: entry.header.name, bytes: await buffer(entry) });
  return members;
}

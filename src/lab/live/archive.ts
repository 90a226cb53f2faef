import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import tar from 'tar-stream';
import type { LiveSession } from './session.ts';
import { fileWire, type SessionFile } from './session-files.ts';

/** Everything of a session as a gzip tar: itself, its commands with their results, its files. Streams. */
export function sessionArchive(session: LiveSession): Readable {
  const pack = tar.pack();
  const gzip = createGzip({ level: 1 });
  pipeline(pack, gzip).catch(() => {});
  fill(pack, session).then(
    () => pack.finalize(),
    (error: unknown) => gzip.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return gzip;
}

async function fill(pack: tar.Pack, session: LiveSession): Promise<void> {
  const folder = `session_${session.id}`;
  const mtime = new Date(session.createTime * 1000);
  const files = session.files.list();
  const text = (name: string, json: string) => pack.entry({ name: `${folder}/${name}`, mtime }, `${json}\n`);

  text('session.json', JSON.stringify(session.wire()));
  text('commands.json', JSON.stringify(session.commands.map((command) => command.summary())));
  for (const command of session.commands) text(`command_${command.id}.json`, command.json());
  text('files.json', JSON.stringify(files.map(fileWire)));
  for (const file of files) await addFile(pack, `${folder}/file_${file.id}`, file);
}

async function addFile(pack: tar.Pack, name: string, file: SessionFile): Promise<void> {
  const { content } = file;
  if (content === undefined) return;
  const entry = pack.entry({ name, size: content.size, mtime: new Date(content.modified * 1000) });
  await pipeline(content.read(0, content.size), entry);
}

/** A few small members as a gzip tar. */
export async function tarGz(
  members: readonly { readonly name: string; readonly bytes: Buffer }[],
): Promise<Buffer> {
  const pack = tar.pack();
  for (const { name, bytes } of members) pack.entry({ name }, bytes);
  pack.finalize();
  return buffer(pack.pipe(createGzip()));
}

import { promises } from 'node:fs';
import { dirname } from 'node:path';
import { CbError } from '../errors/cb-error.ts';
import { localFileError } from './local-file-error.ts';
import { type Identity, isSameFile } from './local-identity.ts';

/** Replaces the file in one step; `shown` is what it is called in an error. */
export async function writeAtomic(
  path: string,
  content: string | Uint8Array,
  mode: number,
  { shown = path, flush = true }: { readonly shown?: string; readonly flush?: boolean } = {},
): Promise<void> {
  const { randomBytes } = await import('node:crypto');
  // Without the name itself, which may be as long as a name can be.
  const part = `${dirname(path)}/.cblr-${randomBytes(8).toString('hex')}.tmp`;
  try {
    const handle = await promises.open(part, 'wx', mode);
    let written: Identity;
    try {
      await handle.writeFile(content, 'utf8');
      // Not by its name, which in a folder of several people may be another file's by now.
      await handle.chmod(mode);
      if (flush) await handle.sync();
      written = await handle.stat({ bigint: true });
    } finally {
      await handle.close();
    }
    if (!isSameFile(await promises.lstat(part, { bigint: true }), written)) {
      throw new CbError('Integrity', `${shown} was not written: another file was put in its place`, {
        hint: 'somebody else writes to this folder; choose another',
      });
    }
    await promises.rename(part, path);
  } catch (error) {
    await promises.rm(part, { force: true }).catch(() => undefined);
    throw localFileError(error, 'write', shown);
  }
  if (flush) await flushDirectory(dirname(path));
}

/** Makes the new name survive a crash. Some systems cannot open a folder; then there is nothing to do. */
async function flushDirectory(path: string): Promise<void> {
  const handle = await promises.open(path, 'r').catch(() => undefined);
  if (handle === undefined) return;
  await handle.sync().catch(() => undefined);
  await handle.close().catch(() => undefined);
}

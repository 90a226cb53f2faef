import { randomBytes } from 'node:crypto';
import { chmod, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { localFileError } from './local-file-error.ts';

/** Replaces the file in one step; `shown` is what it is called in an error. */
export async function writeAtomic(
  path: string,
  text: string,
  mode: number,
  { shown = path, flush = true }: { readonly shown?: string; readonly flush?: boolean } = {},
): Promise<void> {
  // Without the name itself, which may be as long as a name can be.
  const part = `${dirname(path)}/.cblr-${randomBytes(8).toString('hex')}.tmp`;
  try {
    const handle = await open(part, 'wx', mode);
    try {
      await handle.writeFile(text, 'utf8');
      if (flush) await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(part, mode);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw localFileError(error, 'write', shown);
  }
  if (flush) await flushDirectory(dirname(path));
}

/** Makes the new name survive a crash. Some systems cannot open a folder; then there is nothing to do. */
async function flushDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return;
  await handle.sync().catch(() => undefined);
  await handle.close().catch(() => undefined);
}

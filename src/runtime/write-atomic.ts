import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsync,
  lstatSync,
  openSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { CbError } from '../errors/cb-error.ts';
import { temporaryName } from '../text/temporary-name.ts';
import { localFileError } from './local-file-error.ts';
import { type Identity, isSameFile } from './local-identity.ts';

const flushed = promisify(fsync);

/** Replaces the file in one step; `shown` is what it is called in an error. In one go but for the flush, as what is kept so is small. */
export async function writeAtomic(
  path: string,
  content: string | Uint8Array,
  mode: number,
  { shown = path, flush = true }: { readonly shown?: string; readonly flush?: boolean } = {},
): Promise<void> {
  const { randomBytes } = await import('node:crypto');
  const part = `${dirname(path)}/${temporaryName(randomBytes(8))}`;
  try {
    const file = openSync(part, 'wx', mode);
    let written: Identity;
    try {
      writeFileSync(file, content, 'utf8');
      // Not by its name, which in a folder of several people may be another file's by now.
      fchmodSync(file, mode);
      if (flush) await flushed(file);
      written = fstatSync(file, { bigint: true });
    } finally {
      closeSync(file);
    }
    if (!isSameFile(lstatSync(part, { bigint: true }), written)) {
      throw new CbError('Integrity', `${shown} was not written: another file was put in its place`, {
        hint: 'somebody else writes to this folder; choose another',
      });
    }
    renameSync(part, path);
  } catch (error) {
    removeUnsaid(part);
    throw localFileError(error, 'write', shown);
  }
  if (flush) await flushDirectory(dirname(path));
}

/** What failed before is what is told. */
function removeUnsaid(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not made, or lies there beside our own failure.
  }
}

/** Makes the new name survive a crash. Some systems cannot open a folder; then there is nothing to do. */
async function flushDirectory(path: string): Promise<void> {
  let folder: number | undefined;
  try {
    folder = openSync(path, 'r');
    await flushed(folder);
  } catch {
    // As well as it could be.
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}

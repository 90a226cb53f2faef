import { CbError, isCbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';

export interface NewFile {
  /** Absolute. */
  readonly path: string;
  /** Writes it whole under its name (0600), or not at all; gives its size in bytes. */
  write(text: string): Promise<number>;
}

/** The place for a file of ours, before anything is asked for it. `LocalFile` where a folder is there, or without `force` anything. */
export async function newFile(files: LocalFiles, typed: string, force: boolean): Promise<NewFile> {
  const path = files.resolve(typed);
  const there = await files.stat(path);
  if (there?.isDirectory)
    throw new CbError('LocalFile', `${path} is a folder`, { hint: 'name a file in it' });
  if (there !== undefined && !force)
    throw new CbError('LocalFile', `${path} is there already`, { hint: '--force replaces it' });
  return {
    path,
    async write(content) {
      const part = `${path}.part`;
      const writer = await files.openWriter(part, { mode: 0o600, flags: 'exclusive' });
      try {
        try {
          await writer.write(Buffer.from(content));
        } finally {
          await writer.close();
        }
        await files.rename(part, path, { replace: force });
        return writer.written();
      } catch (error) {
        await removeQuietly(files, part);
        throw error;
      }
    },
  };
}

async function removeQuietly(files: LocalFiles, path: string): Promise<void> {
  try {
    await files.remove(path);
  } catch (error) {
    if (!isCbError(error, 'LocalFile')) throw error;
  }
}

import { CbError, isCbError } from '../errors/cb-error.ts';
import type { LocalFiles, LocalWriter } from '../ports/local-files.ts';

export interface NewFile {
  /** Absolute. */
  readonly path: string;
  /** Writes it whole under its name (0600), or not at all; gives its size in bytes. */
  write(text: string): Promise<number>;
  /** The same in pieces. The file is made when the first of them comes. */
  begin(): OpenFile;
}

/** A file under way; one of the last two is called at the end. */
export interface OpenFile {
  write(chunk: string | Uint8Array): Promise<void>;
  /** Puts it under its name; gives its size in bytes. */
  finish(): Promise<number>;
  /** Takes it away. */
  abandon(): Promise<void>;
}

/** The place for a file of ours, before anything is asked for it. `LocalFile` where a folder or device is, or without `force` anything. */
export async function newFile(files: LocalFiles, typed: string, force: boolean): Promise<NewFile> {
  const path = files.resolve(typed);
  await mustBeFree(files, path, force);
  const begin = () => openFile(files, path, force);
  return {
    path,
    begin,
    async write(content) {
      const file = begin();
      try {
        await file.write(content);
        return await file.finish();
      } catch (error) {
        await file.abandon();
        throw error;
      }
    },
  };
}

/** `LocalFile` where no file of ours may come to lie: a folder or device is there, or without `force` anything. */
export async function mustBeFree(files: LocalFiles, path: string, force: boolean): Promise<void> {
  const there = await files.stat(path);
  if (there?.isDirectory)
    throw new CbError('LocalFile', `${path} is a folder`, { hint: 'name a file in it' });
  if (there !== undefined && !there.isFile)
    throw new CbError('LocalFile', `${path} is no plain file`, {
      hint: 'a redirection writes to devices and pipes',
    });
  if (there !== undefined && !force) {
    throw new CbError('LocalFile', `${path} is there already`, { hint: '--force replaces it' });
  }
}

/** Grows under another name beside the one it shall have. */
function openFile(files: LocalFiles, path: string, force: boolean): OpenFile {
  const part = `${path}.part`;
  let opened: Promise<LocalWriter> | undefined;
  let isOpen = false;
  const writer = async (): Promise<LocalWriter> => {
    opened ??= files.openWriter(part, { mode: 0o600, flags: 'exclusive' });
    const made = await opened;
    isOpen = true;
    return made;
  };
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await (await opened)?.close();
  };
  return {
    async write(chunk) {
      await (await writer()).write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    },
    async finish() {
      const size = (await writer()).written();
      await close();
      await files.rename(part, path, { replace: force });
      return size;
    },
    async abandon() {
      // What somebody else has under that name is not ours to remove.
      const isOurs = await opened?.then(
        () => true,
        () => false,
      );
      if (isOurs !== true) return;
      await close();
      await removeQuietly(files, part);
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

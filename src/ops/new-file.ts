import type { LocalFiles, NewLocalFile } from '../ports/local-files.ts';

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

/** `LocalFile` where no file of ours may come to lie. */
async function mustBeFree(files: LocalFiles, path: string, force: boolean): Promise<void> {
  await using place = await files.holdPlace(path);
  await place.folder.mustBeFree(place.name, force);
}

function openFile(files: LocalFiles, path: string, force: boolean): OpenFile {
  let opened: Promise<NewLocalFile> | undefined;
  const file = (): Promise<NewLocalFile> => {
    opened ??= files.openNew(path, { replace: force });
    return opened;
  };
  return {
    async write(chunk) {
      await (await file()).write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    },
    async finish() {
      const made = await file();
      await made.finish();
      return made.size();
    },
    async abandon() {
      // What somebody else has under that name is not ours to remove.
      await (await opened?.catch(() => undefined))?.abandon();
    },
  };
}

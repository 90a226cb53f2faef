import { CbError, isCbError } from '../errors/cb-error.ts';
import type { LocalFiles, LocalStat } from '../ports/local-files.ts';

/** What tells a file of ours from another one. */
export interface OwnPlace {
  readonly files: LocalFiles;
  readonly platform: NodeJS.Platform;
  /** -1 where the platform knows none. */
  readonly uid: number;
}

/** A file of ours between runs: `absent` may be made, `foreign` is left alone. */
export type OwnText = { readonly text: string } | 'absent' | 'foreign';

/** The text of a file that is plain, no link, this user's, closed to others, and of at most `most` bytes. Never waits for a pipe. */
export async function readOwnText(path: string, most: number, place: OwnPlace): Promise<OwnText> {
  // Of the file that was opened: it cannot be changed for another any more.
  const check = ({ uid, mode, size }: LocalStat): void => {
    const isOurs = place.platform === 'win32' || (uid === place.uid && (mode & 0o077) === 0);
    if (!isOurs || size > most) throw new CbError('LocalFile', `${path} is not as we leave it`);
  };
  try {
    if ((await place.files.stat(path)) === undefined) return 'absent';
    return { text: await place.files.readText(path, { noFollow: true, check }) };
  } catch (error) {
    if (isCbError(error, 'LocalFile')) return 'foreign';
    throw error;
  }
}

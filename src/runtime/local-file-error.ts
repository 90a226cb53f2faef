import { CbError } from '../errors/cb-error.ts';
import { LocalFault } from '../errors/local-fault.ts';

const words: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EEXIST: 'it is there already',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'too big for this file system',
  EISDIR: 'it is a folder',
  ERR_FS_EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOTEMPTY: 'the folder is not empty',
  ELOOP: 'it is a link, which is not followed here',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  EBUSY: 'it is in use',
  ETXTBSY: 'it is being executed',
  EXDEV: 'the two places are on different disks',
  EIO: 'the disk reports an error',
  ENXIO: 'it is a pipe that nobody reads',
  EINVAL: 'the name is not valid here',
  ERR_INVALID_ARG_VALUE: 'the name is not valid here',
};

const hints: Readonly<Record<string, string>> = {
  EEXIST: 'choose another name, or use --force where the verb has it',
  ENOSPC: 'free some space, or choose another disk',
  EDQUOT: 'free some of your quota, or choose another disk',
  EROFS: 'choose a place that can be written',
};

/** A failure of the local disk in words, with the system's code. What is a `CbError` already stays as it is. */
export function localFileError(error: unknown, action: string, path: string): CbError {
  if (error instanceof CbError) return error;
  const { code: named, message, errno } = error as NodeJS.ErrnoException;
  // Node knows no name for it.
  const code = errno === -122 ? 'EDQUOT' : named;
  const what =
    words[code ?? ''] ??
    (/^Unknown system error/.test(message) ? `the system reports error ${errno}` : message || String(error));
  return new LocalFault(`cannot ${action} ${path}: ${what}`, code, {
    cause: error instanceof Error ? error : undefined,
    hint: hints[code ?? ''],
    context: { path, code },
  });
}

/** True where the file system said one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}

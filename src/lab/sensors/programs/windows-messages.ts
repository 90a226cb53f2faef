import type { Failure } from '../result-codes.ts';

/** What Windows programs print for an error of the system. */
export function windowsMessage(failure: Failure): string {
  return messages[failure] ?? 'The request could not be performed because of an I/O device error.';
}

const messages: Partial<Record<Failure, string>> = {
  fileNotFound: 'The system cannot find the file specified.',
  pathNotFound: 'The system cannot find the path specified.',
  accessDenied: 'Access is denied.',
  isDirectory: 'Access is denied.',
  notReady: 'The device is not ready.',
  sharingViolation: 'The process cannot access the file because it is being used by another process.',
  networkPathNotFound: 'The network path was not found.',
  fileExists: 'The file exists.',
  alreadyExists: 'Cannot create a file when that file already exists.',
  invalidParameter: 'The parameter is incorrect.',
  invalidName: 'The filename, directory name, or volume label syntax is incorrect.',
  invalidDirectory: 'The directory name is invalid.',
  notDirectory: 'The directory name is invalid.',
  directoryNotEmpty: 'The directory is not empty.',
  badExecutable: 'is not a valid Win32 application.',
  diskFull: 'There is not enough space on the disk.',
};

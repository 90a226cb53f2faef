import type { Failure } from '../result-codes.ts';

/** What Unix programs print for an error of the system. */
export function unixMessage(failure: Failure): string {
  return messages[failure] ?? 'Input/output error';
}

const messages: Partial<Record<Failure, string>> = {
  fileNotFound: 'No such file or directory',
  pathNotFound: 'No such file or directory',
  accessDenied: 'Permission denied',
  isDirectory: 'Is a directory',
  notDirectory: 'Not a directory',
  invalidDirectory: 'Not a directory',
  fileExists: 'File exists',
  alreadyExists: 'File exists',
  invalidName: 'File name too long',
  invalidParameter: 'Invalid argument',
  sharingViolation: 'Text file busy',
  directoryNotEmpty: 'Directory not empty',
  badExecutable: 'cannot execute binary file',
  noSuchProcess: 'No such process',
  diskFull: 'No space left on device',
};

import type { EndpointReply } from './endpoint.ts';
import { ERRNOS, type Failure, HRESULTS, UNIX_RESULT_TYPE, WINDOWS_RESULT_TYPE } from './result-codes.ts';

/** Thrown anywhere inside an endpoint; becomes the failed reply of the command. */
export class EndpointFailure extends Error {
  readonly failure: Failure;
  /** For `result_desc`. */
  readonly words: string;

  constructor(failure: Failure, words = '') {
    super(failure);
    this.words = words;
    this.name = 'EndpointFailure';
    this.failure = failure;
  }
}

export function fail(failure: Failure, words?: string): never {
  throw new EndpointFailure(failure, words);
}

/** The failure as the sensor of that system reports it; `resultDesc` is empty as in captures unless there is something to say. */
export function failedReply(
  failure: Failure,
  os: 'windows' | 'linux' | 'macos',
  resultDesc = '',
): EndpointReply {
  return os === 'windows'
    ? { ok: false, resultType: WINDOWS_RESULT_TYPE, resultCode: HRESULTS[failure], resultDesc }
    : { ok: false, resultType: UNIX_RESULT_TYPE, resultCode: ERRNOS[failure], resultDesc };
}

const byErrno: Readonly<Record<string, Failure>> = {
  ENOENT: 'fileNotFound',
  ENOTDIR: 'notDirectory',
  EACCES: 'accessDenied',
  EPERM: 'accessDenied',
  EROFS: 'accessDenied',
  EEXIST: 'fileExists',
  EISDIR: 'isDirectory',
  ENOSPC: 'diskFull',
  EBUSY: 'sharingViolation',
  ETXTBSY: 'sharingViolation',
  ESRCH: 'noSuchProcess',
  EINVAL: 'invalidParameter',
  ENAMETOOLONG: 'invalidName',
  ELOOP: 'invalidName',
  ENOTEMPTY: 'directoryNotEmpty',
  ENOEXEC: 'badExecutable',
  ERR_INVALID_ARG_VALUE: 'invalidName',
};

/** What went wrong, for any error: our own, one of the operating system (by its code), or anything else. */
export function failureOf(error: unknown): Failure {
  if (error instanceof EndpointFailure) return error.failure;
  if (error instanceof Error) {
    if (error.name === 'AbortError') return 'cancelled';
    const code = 'code' in error ? error.code : undefined;
    if (typeof code === 'string') return byErrno[code] ?? 'ioError';
  }
  return 'ioError';
}

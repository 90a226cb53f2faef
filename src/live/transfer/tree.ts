import { CbError, isCbError } from '../../errors/cb-error.ts';
import { hasLocalCode } from '../../errors/local-fault.ts';

/** How one file of several went. */
export interface Transferred {
  readonly remote: string;
  readonly local: string;
  readonly size: number | undefined;
  readonly sha256: string | undefined;
  /** `same`: it was there already, whole. `held`: a dry run kept it back. `link`: it leads to what has another name. */
  readonly outcome: 'done' | 'same' | 'held' | 'link' | { readonly failed: unknown };
}

/** What makes each further file fail too. */
const hopelessCodes = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'];

/**
 * The row for a file that failed; throws where going on is of no use: the verb was stopped, the local disk is full, the server does
 * not answer, or it is a fault of the program.
 */
export function failedRow(remote: string, local: string, error: unknown, signal: AbortSignal): Transferred {
  const goesOn = isCbError(
    error,
    'CommandFailed',
    'NotFound',
    'NotOnSensor',
    'LocalFile',
    'Integrity',
    'SessionLost',
    'BadReply',
    'ServerError',
    'Usage',
  );
  if (signal.aborted) throw isCbError(error, 'Interrupted', 'Terminated') ? error : signal.reason;
  if (!goesOn || hasLocalCode(error, ...hopelessCodes)) throw error;
  return { remote, local, size: undefined, sha256: undefined, outcome: { failed: error } };
}

export function isFolderError(path: string, verb: string): CbError {
  return new CbError('Usage', `${path} is a directory`, { hint: `${verb} -r takes it with all in it` });
}

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

/** Files one after the other for which the server did not answer; after so many the rest is not tried. */
const mostLost = 3;

/** The failures of one transfer of several files. */
export class Failures {
  readonly #signal: AbortSignal;
  #lost = 0;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * The row for a file that failed; throws where going on is of no use: the verb was stopped, the local disk is full, the server does not
   * answer again and again, or it is a fault of the program.
   */
  row(remote: string, local: string, error: unknown): Transferred {
    this.#lost = isCbError(error, 'Network', 'Timeout') ? this.#lost + 1 : 0;
    return failedRow(remote, local, error, this.#signal, this.#lost < mostLost);
  }

  /** The same row; one that went well has been answered. */
  passed(row: Transferred): Transferred {
    this.#lost = 0;
    return row;
  }
}

function failedRow(
  remote: string,
  local: string,
  error: unknown,
  signal: AbortSignal,
  mayBeLost: boolean,
): Transferred {
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
    ...(mayBeLost ? (['Network', 'Timeout'] as const) : []),
  );
  if (signal.aborted) throw isCbError(error, 'Interrupted', 'Terminated') ? error : signal.reason;
  if (!goesOn || hasLocalCode(error, ...hopelessCodes)) throw error;
  return { remote, local, size: undefined, sha256: undefined, outcome: { failed: error } };
}

export function isFolderError(path: string, verb: string): CbError {
  const hint = `${verb} -r takes it with all in it`;
  return new CbError('Usage', `${path} is a directory`, {
    hint: verb === 'get' ? `ls shows what is in it, ${hint}` : hint,
  });
}

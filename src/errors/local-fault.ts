import { CbError, type CbErrorOptions, type Rewording } from './cb-error.ts';

/** What the local disk refused; `code` is the system's: `ENOSPC`, `EEXIST`. */
export class LocalFault extends CbError {
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined, options: CbErrorOptions = {}) {
    super('LocalFile', message, options);
    this.code = code;
  }

  override reworded(changes: Rewording): CbError {
    const { kind = 'LocalFile', message = this.message } = changes;
    if (kind !== 'LocalFile') return super.reworded(changes);
    return new LocalFault(message, this.code, this.optionsFor(changes));
  }
}

/** True for a fault of the local disk with one of these codes. */
export function hasLocalCode(error: unknown, ...codes: readonly string[]): error is LocalFault {
  return error instanceof LocalFault && error.code !== undefined && codes.includes(error.code);
}

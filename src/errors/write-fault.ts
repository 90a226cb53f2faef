import { CbError, type CbErrorOptions, type Rewording } from './cb-error.ts';

/** The error of a write to which the server gave a reply of 200 that is no yes: it refuses (`ServerError`), or says nothing (`BadReply`). */
export class WriteFault extends CbError {
  readonly isSilent: boolean;

  constructor(message: string, isSilent: boolean, options: CbErrorOptions = {}) {
    super(isSilent ? 'BadReply' : 'ServerError', message, { mayBeDone: isSilent, ...options });
    this.isSilent = isSilent;
  }

  override reworded(changes: Rewording): CbError {
    if (changes.kind !== undefined && changes.kind !== this.kind) return super.reworded(changes);
    return new WriteFault(changes.message ?? this.message, this.isSilent, this.optionsFor(changes));
  }
}

/** True where the server said neither yes nor no. */
export function isSilent(error: unknown): error is WriteFault {
  return error instanceof WriteFault && error.isSilent;
}

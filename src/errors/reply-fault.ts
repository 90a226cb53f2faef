import { CbError, type CbErrorOptions, type Rewording } from './cb-error.ts';

/**
 * What is wrong with a reply, as far as it decides what is done next. `cut`: its JSON ends in the middle, another try may bring it whole.
 * `spoilt`: nobody can tell whether what came before it was of the same thing.
 */
export type ReplyFlaw = 'cut' | 'spoilt';

/** The error of a reply that is not what it says. */
export class ReplyFault extends CbError {
  readonly flaw: ReplyFlaw;

  constructor(message: string, flaw: ReplyFlaw, options: CbErrorOptions = {}) {
    super('BadReply', message, options);
    this.flaw = flaw;
  }

  override reworded(changes: Rewording): CbError {
    if (changes.kind !== undefined && changes.kind !== this.kind) return super.reworded(changes);
    return new ReplyFault(changes.message ?? this.message, this.flaw, this.optionsFor(changes));
  }
}

/** True for a reply with this flaw. */
export function hasFlaw(error: unknown, flaw: ReplyFlaw): error is ReplyFault {
  return error instanceof ReplyFault && error.flaw === flaw;
}

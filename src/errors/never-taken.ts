import { CbError, isCbError, type Rewording } from './cb-error.ts';

/** That of a command object that was kept back, or taken back before the sensor had it: nothing of it was done, nor will be. */
export class NeverTaken extends CbError {
  override reworded(changes: Rewording): NeverTaken {
    return new NeverTaken(
      changes.kind ?? this.kind,
      changes.message ?? this.message,
      this.optionsFor(changes),
    );
  }
}

/** The same fault, where it is known that nobody took the command. What is no error of ours stays as it is. */
export function asNeverTaken(error: unknown): unknown {
  if (!isCbError(error) || error instanceof NeverTaken) return error;
  const { kind, message, hint, context } = error;
  return new NeverTaken(kind, message, { hint, context, cause: error });
}

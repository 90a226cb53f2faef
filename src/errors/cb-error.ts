import type { ErrorKind } from './exit-codes.ts';

/** What an error knows beside its sentence; shown with `-o json`, and branched on by nobody. Values are already safe of secrets. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface CbErrorOptions {
  /** What to do next, as a sentence without a full stop. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  readonly context?: ErrorContext;
  /** It is that of a write that may be done all the same: it left, and what came of it did not arrive. */
  readonly mayBeDone?: boolean;
}

/** What is other in the same fault told anew; `context` is laid over what is there. */
export interface Rewording extends CbErrorOptions {
  readonly kind?: ErrorKind;
  readonly message?: string;
}

/**
 * Every error that this project throws on purpose. `kind` decides the exit code (exit-codes.ts); `message` says what failed, may hold
 * text from a server or sensor (it is escaped where it is shown), and names no secret.
 */
export class CbError extends Error {
  override readonly name: string = 'CbError';
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly context: ErrorContext;
  readonly mayBeDone: boolean;

  constructor(kind: ErrorKind, message: string, options: CbErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.hint = options.hint;
    this.context = options.context ?? {};
    this.mayBeDone = options.mayBeDone ?? false;
  }

  /** The same fault in other words, or as another kind: what is typed of it stays, and it is the cause of what comes back. */
  reworded(changes: Rewording): CbError {
    return new CbError(changes.kind ?? this.kind, changes.message ?? this.message, this.optionsFor(changes));
  }

  protected optionsFor(changes: Rewording): CbErrorOptions {
    return {
      hint: 'hint' in changes ? changes.hint : this.hint,
      cause: changes.cause ?? this,
      context: { ...this.context, ...changes.context },
      mayBeDone: changes.mayBeDone ?? this.mayBeDone,
    };
  }
}

/** True for an error of the given kind (of any kind when none is given). */
export function isCbError(error: unknown, ...kinds: readonly ErrorKind[]): error is CbError {
  return error instanceof CbError && (kinds.length === 0 || kinds.includes(error.kind));
}

/** True for the error of a write that may be done all the same. */
export function mayBeDone(error: unknown): error is CbError {
  return isCbError(error) && error.mayBeDone;
}

/** The same error, as that of a write that may be done all the same. What is no error of ours stays as it is. */
export function asMayBeDone(error: unknown): unknown {
  return isCbError(error) && !error.mayBeDone ? error.reworded({ mayBeDone: true }) : error;
}

/** The kind that a stopped wait ends with: `Terminated` where a signal asked the program to end, else `Interrupted`. */
export function interruptKind(reason: unknown): 'Interrupted' | 'Terminated' {
  return isCbError(reason, 'Terminated') ? 'Terminated' : 'Interrupted';
}

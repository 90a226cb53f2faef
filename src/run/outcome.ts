import { type ErrorKind, exitCodeOf } from '../errors/exit-codes.ts';
import { done, type ExitCodeOnSensor, type Result } from '../spec/result.ts';

/** How a verb, a line or a run ended. */
export interface Outcome {
  readonly exitCode: number;
  /** Of the error, where there was one. */
  readonly kind?: ErrorKind;
  /** The reader of the output has gone: there is nobody left to write to. */
  readonly outputClosed?: true;
  /** The exit code of the program that ran on the sensor, where it is not ours. */
  readonly ran?: ExitCodeOnSensor;
}

export const success: Outcome = { exitCode: 0 };

export function outcomeOfKind(kind: ErrorKind): Outcome {
  return { exitCode: exitCodeOf(kind), kind };
}

/** A result whose text is on the screen already, and how it ended: what verbs that run verbs give back (`time`, `source`). */
export function alreadyShown(outcome: Outcome): Result {
  const result = done('');
  shown.set(result, outcome);
  return result;
}

/** The outcome of an `alreadyShown` result; undefined for any other. */
export function shownOutcome(result: Result): Outcome | undefined {
  return shown.get(result);
}

const shown = new WeakMap<Result, Outcome>();

import type { CbError } from '../../errors/cb-error.ts';
import { isCbError } from '../../errors/cb-error.ts';
import type { ErrorKind } from '../../errors/exit-codes.ts';
import type { StepEnd } from './door.ts';

/** What is tried again by itself, where nothing was written. */
const passing: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  ...(['Offline', 'NoFreeSlot', 'SessionTimeout', 'SessionGone', 'SessionExists', 'SessionLost'] as const),
  ...(['Network', 'Timeout', 'BadReply', 'Interrupted', 'Terminated'] as const),
]);

/** After that many times it is a failure. */
export const mostTries = 5;

/** It concerns every host alike: going on would only fail on the next one. */
export function concernsAll(error: unknown): error is CbError {
  return isCbError(error, 'Auth', 'LiveResponseOff', 'Tls', 'Config', 'ReadOnly');
}

export function isPassing(error: unknown): error is CbError {
  return isCbError(error, ...passing);
}

export type StepVerdict = 'done' | 'failed' | 'again' | 'unknown';

/** What a step has written by its end. */
export interface Written {
  /** Writes that were sent, of which nobody has heard the end; and those that have ended. */
  readonly open: number;
  readonly ended: number;
  /** It does no harm to do all of it again. */
  readonly mayRepeat: boolean;
}

/** `tries`: how often the host was tried by now. */
export function stepVerdict(
  { exitCode, kind, mayBeDone }: StepEnd,
  { open, ended, mayRepeat }: Written,
  tries: number,
): StepVerdict {
  if (exitCode === 0) return 'done';
  const isOpen = open > 0 || mayBeDone;
  if (isOpen && !mayRepeat) return 'unknown';
  const isPassingEnd = isOpen || (kind !== undefined && passing.has(kind));
  if (!isPassingEnd || tries >= mostTries) return 'failed';
  // What it has written already would be written once more.
  return ended > 0 && !mayRepeat ? 'unknown' : 'again';
}

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

/** `open`: writes that were sent, of which nobody has heard the end. */
export function stepVerdict(
  { exitCode, kind, mayBeDone }: StepEnd,
  open: number,
  tries: number,
): StepVerdict {
  if (exitCode === 0) return 'done';
  if (open > 0 || mayBeDone) return 'unknown';
  return kind !== undefined && passing.has(kind) && tries < mostTries ? 'again' : 'failed';
}

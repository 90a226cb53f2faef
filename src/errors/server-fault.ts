import { CbError, type CbErrorOptions, isCbError, type Rewording } from './cb-error.ts';
import type { ErrorKind } from './exit-codes.ts';

/** What came with a reply of 300 and above. */
export interface Refusal {
  readonly status: number;
  /** What the server said, in one sentence; empty where it said nothing. May be anybody's words. */
  readonly said: string;
  /** `status` of a JSON body, such as `NOT_FOUND`. */
  readonly saidCode: string | undefined;
}

/**
 * The error of a reply of 300 and above, by the server or by what stands in front of it. Its kind says what is certain: `NotFound` only where
 * the server itself spoke of the thing that was asked for.
 */
export class ServerFault extends CbError implements Refusal {
  readonly status: number;
  readonly said: string;
  readonly saidCode: string | undefined;

  constructor(kind: ErrorKind, message: string, refusal: Refusal, options: CbErrorOptions = {}) {
    super(kind, message, options);
    this.status = refusal.status;
    this.said = refusal.said;
    this.saidCode = refusal.saidCode;
  }

  override reworded(changes: Rewording): ServerFault {
    const { kind = this.kind, message = this.message } = changes;
    return new ServerFault(kind, message, this, this.optionsFor(changes));
  }
}

/** True for a reply of one of these statuses, whatever its kind. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): error is ServerFault {
  return error instanceof ServerFault && statuses.includes(error.status);
}

/** True where the token is good and its user lacks the right. */
export function lacksRight(error: unknown): error is ServerFault {
  return hasStatus(error, 403) && error.kind === 'Auth';
}

/** True where the server has no such route, as older and newer ones have others: what it says tells a thing that is not there from that. */
export function lacksRoute(error: unknown): error is ServerFault {
  return hasStatus(error, 404, 405);
}

/**
 * True for the failure of a POST, PUT or DELETE that may have been carried out: its reply was lost, is none, or says that the server failed
 * on it. What it was said no to, and what never left, is certain.
 */
export function isDoubtful(error: unknown): error is CbError {
  if (!isCbError(error)) return false;
  if (error instanceof ServerFault) return error.mayBeDone || hasStatus(error, 500, 502, 504);
  return error.mayBeDone || error.kind === 'BadReply';
}

import { asMayBeDone, isCbError } from '../errors/cb-error.ts';

/**
 * Reads what came of a write that the server took. Where that fails nobody knows whether it is as wanted: `mayBeDone` says so of the
 * error then. `NotFound` and what was interrupted stay as they are.
 */
export async function lookBehind<T>(look: Promise<T>): Promise<T> {
  return await look.catch((error: unknown) => {
    throw isCbError(error, 'Auth', 'Network', 'Timeout', 'BadReply', 'ServerError')
      ? asMayBeDone(error)
      : error;
  });
}

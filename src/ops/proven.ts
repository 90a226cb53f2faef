import { asMayBeDone, type CbError, mayBeDone } from '../errors/cb-error.ts';
import { hasStatus } from '../errors/server-fault.ts';
import { isSilent, WriteFault } from '../errors/write-fault.ts';

/**
 * Does a write. Where its reply proves nothing - it was lost, says nothing, is a 500, or an error in a reply of 200 - a second look decides: what is
 * as wanted is done, and undefined comes back. What is not has failed where the server had answered; where no answer came it may still
 * come about, and where the look fails nobody knows: `mayBeDone` says so of the error.
 */
export async function proven<T>(
  write: () => Promise<T>,
  isSo: () => Promise<boolean>,
): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    const hasAnswered = error instanceof WriteFault;
    // Some servers answer 500 to what they did.
    if (!hasAnswered && !mayBeDone(error) && !hasStatus(error, 500)) throw error;
    const isDone = await isSo().catch(() => {
      throw asMayBeDone(error);
    });
    if (isDone) return undefined;
    throw isSilent(error) ? nothingOfIt(error) : error;
  }
}

function nothingOfIt(error: WriteFault): CbError {
  return error.reworded({
    kind: 'ServerError',
    message: 'the server took the request and shows nothing of it',
    hint: 'look at the rights of your user; --debug shows the requests',
    mayBeDone: false,
  });
}

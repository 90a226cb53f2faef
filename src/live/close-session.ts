import { isCbError } from '../errors/cb-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { LiveServer } from './server.ts';

const closeTimeoutMs = 10_000;
const closeTries = 3;
const pauseMs = 500;

/** Closes a session, and tries again where the server does not say that it did. Gives why it may be open still; undefined when it is not. */
export async function closeFirmly(
  { server, clock }: { readonly server: LiveServer; readonly clock: Clock },
  id: number,
): Promise<string | undefined> {
  const signal = AbortSignal.timeout(closeTimeoutMs);
  for (let number = 1; ; number += 1) {
    try {
      await server.closeSession(id, { signal });
      return undefined;
    } catch (error) {
      if (isCbError(error, 'SessionGone')) return undefined;
      const why = isCbError(error) ? error.message : signal.aborted ? 'no answer' : undefined;
      if (why === undefined) throw error;
      if (number === closeTries || signal.aborted || isCbError(error, 'Auth')) return why;
      await clock.sleep(pauseMs * number);
    }
  }
}

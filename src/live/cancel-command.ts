import { isCbError } from '../errors/cb-error.ts';
import type { LiveServer } from './server.ts';

const cancelTimeoutMs = 5_000;

/** What became of a command that nobody waits for any more. */
interface Fate {
  readonly words: string;
  readonly hint?: string;
  /** False where the server says so. */
  readonly isTaken?: false;
}

/** Asks the server to cancel a command, which it can while that is pending. Never throws for what the server says. */
export async function cancelCommand(
  server: Pick<LiveServer, 'cancelCommand' | 'command'>,
  sessionId: number,
  commandId: number,
): Promise<Fate> {
  const signal = AbortSignal.timeout(cancelTimeoutMs);
  try {
    await server.cancelCommand(sessionId, commandId, { signal });
    const after = await server.command(sessionId, commandId, { signal });
    if (after.state === 'canceled')
      return { words: `command ${commandId} was canceled before the sensor took it`, isTaken: false };
    if (after.isOver) return { words: `command ${commandId} had already ended on the sensor` };
    return {
      words: `command ${commandId} goes on on the sensor`,
      hint: 'it holds the sensor until it ends or the session is closed; commands shows it',
    };
  } catch (error) {
    const why = isCbError(error) ? error.message : 'no answer';
    return { words: `command ${commandId} may go on on the sensor (${why})`, hint: 'commands shows it' };
  }
}

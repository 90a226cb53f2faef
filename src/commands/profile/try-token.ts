import { plainProfile } from '../../config/plain-profile.ts';
import type { Profile } from '../../config/profile.ts';
import { isCbError } from '../../errors/cb-error.ts';
import type { CommandContext, WayToServer } from '../context.ts';

export interface TokenTrial extends Omit<WayToServer, 'tls'> {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  readonly tls: Profile['tls'];
}

/**
 * Asks the server for its version with a token that was just given: one that it refuses is not written (kind `Auth`). Whatever else goes
 * wrong says nothing of the token, and is noted.
 */
export async function tryToken(
  { token, ...way }: TokenTrial,
  { program, note, signal }: CommandContext,
): Promise<void> {
  const cb = await program.reach(plainProfile({ ...way, token: async () => token, readonly: true }));
  try {
    await cb.serverInfo.info({ signal });
  } catch (error) {
    signal.throwIfAborted();
    if (isCbError(error, 'Auth')) {
      throw error.reworded({
        message: `no profile was written: ${error.message}`,
        hint: 'copy the token anew from My Profile in the console',
      });
    }
    if (!isCbError(error)) throw error;
    note(`the token was not tried: ${error.message}`);
  } finally {
    await cb.close();
  }
}

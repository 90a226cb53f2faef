import { isCbError } from '../errors/cb-error.ts';
import { SessionStore } from '../live/store.ts';
import type { ConnectDeps } from './connect.ts';

/** A session is about to be closed by its id: where command objects of ours are in it, its archive is fetched as on leaving one. */
export async function lookBeforeClosing(
  sessionId: number,
  { runtime, environment, signal }: Pick<ConnectDeps, 'runtime' | 'environment' | 'signal'>,
): Promise<void> {
  const { archives, recorder, stateFolder } = environment;
  const [{ liveResponse: server }, { url }] = [await environment.cb(), await environment.profile()];
  const session = await server.session(sessionId, { signal }).catch((error: unknown) => {
    // Closing it says what there is to be said.
    if (isCbError(error)) return undefined;
    throw error;
  });
  if (session === undefined) return;
  const { ledgerOf } = await import('./live-link.ts');
  const ledger = ledgerOf(session.sensorId, { runtime, server: url, stateFolder });
  if ((await ledger.told(sessionId)).commands.size === 0) return;
  const of = {
    sensor: { id: session.sensorId, hostname: session.hostname },
    storeOf: (id: number) => new SessionStore({ ...runtime, server, recorder }, id),
  };
  await archives.lastLook(of, signal)(sessionId);
}

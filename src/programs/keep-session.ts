import type { KeepRequest, KeptSession } from '../commands/context.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import type { ConnectDeps } from './connect.ts';
import { chooseSensor, openLive } from './live-link.ts';

/** `cblr session keep`: a session of ours that one-shots join. One that is kept already is told to go on. */
export async function keepSession(request: KeepRequest, deps: ConnectDeps): Promise<KeptSession> {
  const { runtime, environment, globals, signal, note } = deps;
  const [profile, cb] = [await environment.profile(), await environment.cb()];
  const reached = { runtime, cb, server: profile.url, signal };
  const sensor = await chooseSensor(request.sensor, reached);
  const live = await openLive(sensor, {
    ...reached,
    stateFolder: environment.stateFolder,
    recorder: environment.recorder,
    globals,
    note,
    wait: undefined,
    timeouts: {},
    keepMs: request.forMs,
    trace: globals.debug === true ? runtime.note : undefined,
  });
  const { session } = live;
  try {
    if (session.isKept && !session.created) {
      await cb.liveResponse.keepalive(session.currentId(), { signal }).catch(async (error: unknown) => {
        if (!isCbError(error, 'SessionGone')) throw error;
        await session.replace(session.currentId(), signal);
      });
      session.touched();
    }
    if (!session.isKept) throw notOurs(session.currentId(), sensor.name);
  } finally {
    await live.leave({ keep: false, hurry: signal });
  }
  const idleMs = session.keptNow().idle_s * 1000;
  const { id } = session.current;
  return {
    isNew: session.created,
    id,
    sensorId: sensor.id,
    hostname: sensor.name,
    idleMs,
    untilMs: session.keptNow().until_ms,
  };
}

function notOurs(id: number, hostname: string): CbError {
  return new CbError(
    'SessionExists',
    `session ${id} on ${hostname} was there before, and its time is not ours`,
    {
      hint: `one-shots join it while it is open; cblr session show ${id} tells whose it is`,
    },
  );
}

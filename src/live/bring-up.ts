import type { SessionTimeouts } from '../api/resources/live-response.ts';
import { isCbError, mayBeDone } from '../errors/cb-error.ts';
import type { Clock, ServerClock } from '../ports/clock.ts';
import type { Progress } from '../ports/progress.ts';
import type { LiveBus } from './bus.ts';
import type { SessionLedger } from './ledger.ts';
import { closeLeftovers } from './leftovers.ts';
import { type OpenedSession, openSession, type SensorFacts, type ToldOfSession } from './open-session.ts';
import type { LiveServer } from './server.ts';

export interface BringUpDeps {
  readonly server: LiveServer;
  readonly clock: Clock;
  readonly bus: LiveBus;
  readonly ledger: SessionLedger;
  readonly progress: Progress;
  readonly note: (text: string) => void;
}

export interface BringUpOptions {
  readonly sensor: SensorFacts;
  readonly request: SessionTimeouts;
  readonly waitMs: number;
  readonly serverClock: ServerClock;
}

const listTimeoutMs = 10_000;
/** The slot of a session that was closed is free once its sensor has heard of it. */
const freeMs = 15_000;
const freeLookMs = 500;

/** A session that is active, ours or one that was there, with the ledger told of each step on the way. */
export async function bringUp(
  deps: BringUpDeps,
  options: BringUpOptions,
  signal: AbortSignal,
  avoid: ReadonlySet<number>,
): Promise<OpenedSession> {
  const { ledger, progress } = deps;
  const task = progress.start(`opening a session on ${options.sensor.hostname}`);
  const told: ToldOfSession = {
    asks: () => ledger.asks(options.request),
    created: ({ id }) => ledger.created(id),
    ended: ({ id }) => ledger.forget(id),
  };
  await ledger.arrive();
  try {
    const open = () => openSession({ ...deps, told }, { ...options, signal, task, avoid });
    return await withSlot(deps, options, signal, open);
  } catch (error) {
    await ledger.giveUp({ isDoubtful: mayBeDone(error) });
    throw error;
  } finally {
    task.stop();
  }
}

/** Where no slot is free, those that earlier runs of ours hold for nothing are given back, and it is tried again. */
async function withSlot<R>(
  deps: BringUpDeps,
  { serverClock }: BringUpOptions,
  signal: AbortSignal,
  open: () => Promise<R>,
): Promise<R> {
  const { clock } = deps;
  let freedAtMs: number | undefined;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!isCbError(error, 'NoFreeSlot')) throw error;
      if (freedAtMs === undefined) {
        const listing = AbortSignal.any([signal, AbortSignal.timeout(listTimeoutMs)]);
        const facts = { username: undefined, serverClock, signal: listing };
        if ((await closeLeftovers(deps, facts)) === 0) throw error;
        freedAtMs = clock.monotonic();
      }
      if (clock.monotonic() - freedAtMs >= freeMs) throw error;
      await clock.sleep(freeLookMs, signal);
    }
  }
}

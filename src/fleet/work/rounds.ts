import { isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RunHost } from '../store/run-types.ts';
import type { Closing } from './closing.ts';
import type { HostDoor, HostFacts } from './door.ts';
import type { HostsAtWork } from './hosts-at-work.ts';
import type { Slots } from './slots.ts';
import { concernsAll } from './verdict.ts';

export interface RoundsDeps {
  readonly door: HostDoor;
  readonly clock: Clock;
  readonly slots: Slots;
  readonly closing: Closing;
  readonly hosts: HostsAtWork;
  readonly signal: AbortSignal;
  /** It concerns every host alike. */
  readonly onFatal: (error: unknown) => void;
  /** Something is known now that was not. */
  readonly onNews: () => void;
  readonly note?: ((text: string) => void) | undefined;
}

/** Hosts that are offline are looked up so often; whoever is at work is written down so often. */
const offlineMs = 30_000;
const keptMs = 60_000;
/** Check-ins that were told from the interval are looked up so often, as a share of it; a long list not more often than so many times what it takes. */
const staleShare = 0.25;
const leastStaleMs = 1000;
const mostStaleMs = 10_000;
const timesLonger = 30;
/** What colleagues have open. */
const sessionsMs = 10_000;
/** A server that does not answer is asked again after that time. */
const unheardMs = 3000;

/** Looks up on the side what changes on the server: who is there, when each checks in, and which sessions are open. */
export class Rounds {
  readonly #deps: RoundsDeps;
  #looking: Promise<void> | undefined;
  #counting: Promise<void> | undefined;
  #nextLookMs = Number.NEGATIVE_INFINITY;
  #offlineMs = Number.NEGATIVE_INFINITY;
  #keptMs = Number.NEGATIVE_INFINITY;
  #nextCountMs = Number.NEGATIVE_INFINITY;
  #isHeard = true;

  constructor(deps: RoundsDeps) {
    this.#deps = deps;
  }

  /** On the monotonic clock: when there is something to be looked up. `isWanted`: slots that are closing matter to somebody. */
  nextFor(isWanted: boolean): number {
    const never = Number.POSITIVE_INFINITY;
    const look = this.#looking === undefined ? this.#nextLookMs : never;
    const closing = isWanted ? (this.#deps.closing.nextLookMs ?? never) : never;
    return Math.min(look, this.#counting === undefined ? Math.min(this.#nextCountMs, closing) : never);
  }

  /** False while the server does not answer: what is begun then would only fail. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** Begins with what is due. */
  begin(isWanted: boolean): void {
    const nowMs = this.#deps.clock.monotonic();
    const { closing } = this.#deps;
    const isClosing = isWanted && (closing.nextLookMs ?? Number.POSITIVE_INFINITY) <= nowMs;
    if (this.#counting === undefined && (isClosing || nowMs >= this.#nextCountMs)) void this.count();
    if (this.#looking !== undefined || nowMs < this.#nextLookMs) return;
    this.#looking = this.#look(nowMs).finally(() => {
      this.#looking = undefined;
    });
  }

  /** All is looked up anew: the clock was set. */
  renew(): void {
    this.#nextLookMs = Number.NEGATIVE_INFINITY;
    this.#offlineMs = Number.NEGATIVE_INFINITY;
  }

  /** The first look, before anything is begun. */
  async first(): Promise<void> {
    this.begin(false);
    await Promise.all([this.#looking, this.#counting]);
  }

  async end(): Promise<void> {
    await Promise.all([this.#looking, this.#counting]);
  }

  /** Which sessions are open, ours that are closing among them. */
  count(): Promise<void> {
    this.#counting ??= this.#count().finally(() => {
      this.#counting = undefined;
    });
    return this.#counting;
  }

  async #count(): Promise<void> {
    const { door, clock, slots, closing, hosts, signal, onNews } = this.#deps;
    const begunMs = clock.monotonic();
    try {
      const open = new Set(await door.busySensors(signal));
      closing.listed(open, begunMs, clock.monotonic());
      if (!this.#isHeard) this.#deps.note?.('the server answers again');
      this.#isHeard = true;
      slots.seen([...open].filter((id) => !hosts.isBusy(id) && !closing.has(id)).length);
      onNews();
    } catch (error) {
      closing.unheard(clock.monotonic());
      if (isCbError(error, 'Network', 'Timeout')) this.#unheard(error.message);
      this.#fault(error);
    } finally {
      this.#nextCountMs = clock.monotonic() + (this.#isHeard ? sessionsMs : unheardMs);
    }
  }

  async #look(begunMs: number): Promise<void> {
    const { door, clock, hosts, signal, onNews } = this.#deps;
    const wanted = this.#wanted(begunMs);
    try {
      if (wanted.length === 0) return;
      const facts = await door.look(new Set(wanted.map(({ id }) => id)), signal);
      const changes = new Map<number, Partial<RunHost> | HostFacts>();
      for (const { id } of wanted) {
        const now = facts.get(id);
        const isStill = hosts.host(id)?.state === 'waiting';
        if (now !== undefined) changes.set(id, now);
        else if (isStill)
          changes.set(id, { state: 'failed', detail: 'the server has no such sensor any more' });
      }
      const isToKeep = begunMs - this.#keptMs >= keptMs;
      if (isToKeep) this.#keptMs = begunMs;
      hosts.heard(changes, isToKeep);
      onNews();
    } catch (error) {
      this.#fault(error);
    } finally {
      const endMs = clock.monotonic();
      const staleMs = Math.max(leastStaleMs, Math.min(mostStaleMs, hosts.intervalMs * staleShare));
      this.#nextLookMs = endMs + Math.max(staleMs, (endMs - begunMs) * timesLonger);
    }
  }

  /** Those that are offline, and those whose last known check-in has gone by. */
  #wanted(nowMs: number): readonly RunHost[] {
    const { hosts, clock } = this.#deps;
    const isOfflineDue = nowMs - this.#offlineMs >= offlineMs;
    if (isOfflineDue) this.#offlineMs = nowMs;
    const wallMs = clock.now();
    const isStale = ({ nextCheckInMs }: RunHost): boolean =>
      hosts.run.rules.order === 'checkin' && nextCheckInMs !== undefined && nextCheckInMs < wallMs;
    return hosts.waiting.filter((host) => (host.isOnline ? isOfflineDue || isStale(host) : isOfflineDue));
  }

  #unheard(why: string): void {
    if (this.#isHeard) this.#deps.note?.(`${why}; no further host is begun until the server answers`);
    this.#isHeard = false;
  }

  /** A server that does not answer is asked again later. */
  #fault(error: unknown): void {
    const { signal, onFatal } = this.#deps;
    if (concernsAll(error) || (!isCbError(error) && !signal.aborted)) onFatal(error);
  }
}

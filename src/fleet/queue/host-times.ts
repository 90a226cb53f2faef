import type { Clock } from '../../ports/clock.ts';
import type { RunStore } from '../store/run-store.ts';
import type { RunHost } from '../store/run-types.ts';
import { checkInFrom, intervalOf } from '../work/check-in.ts';
import type { HostsAtWork } from '../work/hosts-at-work.ts';
import { Lead } from '../work/lead.ts';
import type { Told } from './messages.ts';

export interface HostTimesDeps {
  readonly store: RunStore;
  readonly hosts: HostsAtWork;
  readonly clock: Clock;
}

/** A host that is offline is asked for again then, if it was not back before. */
const offlineMs = 5 * 60_000;
/** A host for which it is not the time is asked for again at the latest. */
const mostLaterMs = 10 * 60_000;
/** A session is asked for so much sooner than it is due, at most. */
const soonMs = 40;
/** A sensor that checks in so often is not waited for. */
const shortestMs = 1000;
/** A session whose sensor did not check in as expected holds its slot for so long, and that share of the interval. */
const graceMs = 1500;
const graceShare = 0.1;
/** After so many in a row a host's sensor does not keep to what its server says: it is waited for as in any shell. */
const mostMisses = 2;

/** When hosts on the queue are due: just before their check-ins, by a lead that is learnt. */
export class HostTimes {
  readonly #deps: HostTimesDeps;
  readonly #lead = new Lead();
  readonly #misses = new Map<number, number>();
  /** Whose session was asked for when, and for which check-in. */
  readonly #aimed = new Map<number, { readonly atMs: number; readonly checkInMs: number }>();
  #rateMs = Number.NEGATIVE_INFINITY;

  constructor(deps: HostTimesDeps) {
    this.#deps = deps;
  }

  /** Until its session is to be asked for, and for which check-in. */
  dueIn(host: RunHost): { readonly delayMs: number; readonly checkInMs?: number | undefined } {
    const { clock, hosts } = this.#deps;
    const nowMs = clock.now();
    const readyMs = Math.max(nowMs, host.notBeforeMs);
    if (!host.isOnline) return { delayMs: offlineMs };
    const isTimed = hosts.run.rules.order === 'checkin' && intervalOf(host) >= shortestMs;
    const leadMs = this.#lead.ms;
    const checkInMs = isTimed ? checkInFrom(host, readyMs + leadMs - soonMs) : undefined;
    return { delayMs: (checkInMs === undefined ? readyMs : checkInMs - leadMs) - nowMs, checkInMs };
  }

  /** What a worker that has it now is told. */
  mayBegin(id: number): Told {
    const { clock, hosts, store } = this.#deps;
    const host = hosts.host(id);
    if (host?.state !== 'waiting') return { is: 'over' };
    if (hosts.isCanary && !host.isCanary) return later(offlineMs);
    const { delayMs, checkInMs } = this.dueIn(host);
    if (delayMs > soonMs) return later(delayMs);
    const monoMs = clock.monotonic();
    const { perMinute } = hosts.run.rules;
    if (monoMs < this.#rateMs) return later(this.#rateMs - monoMs);
    if (perMinute !== undefined) this.#rateMs = monoMs + 60_000 / perMinute;
    const isAimed = checkInMs !== undefined && (this.#misses.get(id) ?? 0) < mostMisses;
    const atMs = clock.now();
    if (isAimed) this.#aimed.set(id, { atMs, checkInMs });
    else this.#aimed.delete(id);
    return {
      is: 'go',
      step: host.step,
      attempts: host.attempts,
      failure: store.failureOf(id, host.step, [])?.detail,
      checkInMs: isAimed ? checkInMs : undefined,
      patienceMs: isAimed ? checkInMs - atMs + graceMs + intervalOf(host) * graceShare : undefined,
    };
  }

  opened(id: number, pendingMs: number | undefined): void {
    this.#misses.delete(id);
    const aimed = this.#aimed.get(id);
    const host = this.#deps.hosts.host(id);
    if (aimed === undefined || host === undefined || pendingMs === undefined) return;
    const leadMs = aimed.checkInMs - aimed.atMs;
    this.#lead.opened({ leadMs, pendingMs, everyMs: intervalOf(host) });
  }

  notNow(id: number, facts: Partial<RunHost> | undefined): void {
    if (facts !== undefined) {
      this.#deps.hosts.heard(new Map([[id, facts]]), false);
      return;
    }
    this.#misses.set(id, (this.#misses.get(id) ?? 0) + 1);
    const aimed = this.#aimed.get(id);
    if (aimed !== undefined) this.#lead.missed(aimed.checkInMs - aimed.atMs);
  }
}

export function later(delayMs: number): Told {
  return { is: 'later', delayMs: Math.max(1, Math.ceil(Math.min(delayMs, mostLaterMs))) };
}

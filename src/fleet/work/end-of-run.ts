import type { Clock } from '../../ports/clock.ts';
import type { RunStore } from '../store/run-store.ts';
import type { HostsAtWork } from './hosts-at-work.ts';

/** Why nothing more is done now. */
export type WorkEnd = 'finished' | 'paused' | 'canceled' | 'canary' | 'interrupted';

export interface Ending {
  readonly store: RunStore;
  readonly clock: Pick<Clock, 'now'>;
}

/** Undefined while there is something to be begun, now or later. */
export function endOfRun(hosts: HostsAtWork, ending: Ending): WorkEnd | undefined {
  const { wish } = hosts.run;
  if (wish !== 'run') return wish === 'cancel' ? 'canceled' : 'paused';
  if (hasStopped(hosts, ending.store)) return 'paused';
  expire(hosts, ending.clock.now());
  if (hosts.count('waiting') === 0) return 'finished';
  return hosts.isCanary && hosts.count('canary') === 0 ? 'canary' : undefined;
}

/** True where so many have failed that nobody should go on without a look. */
function hasStopped(hosts: HostsAtWork, store: RunStore): boolean {
  const { rules, forgiven } = hosts.run;
  if (rules.stopAfter === undefined) return false;
  const failed = hosts.count('failed', 'unknown') - forgiven;
  const amount = Number.parseFloat(rules.stopAfter);
  const most = rules.stopAfter.endsWith('%') ? (amount / 100) * hosts.size : amount;
  if (failed < Math.max(1, most)) return false;
  store.setWish('pause', `${failed} hosts failed (--stop-after ${rules.stopAfter})`);
  hosts.readRun();
  return true;
}

/** Hosts that were waited for as long as was said; those that are there have their turn all the same. */
function expire(hosts: HostsAtWork, nowMs: number): void {
  if (nowMs < hosts.run.expiresMs) return;
  const change = { state: 'expired', detail: 'it did not check in in time' } as const;
  const late = hosts.waiting.filter(({ isOnline }) => !isOnline);
  if (late.length > 0) hosts.heard(new Map(late.map(({ id }) => [id, change])), true);
}

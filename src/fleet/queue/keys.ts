import { hashOf } from './signing.ts';

/** All keys of ours begin with it: nothing else in a Redis is touched. */
export const queuePrefix = 'cblr';

/** A host of the same number on another server is another one: each server has a queue of its own. */
export function queueName(server: string): string {
  return `hosts-${hashOf(server).slice(0, 16)}`;
}

export interface QueueKeys {
  /** What workers say of the hosts of a run. */
  said(run: string): string;
  /** What a worker is answered. */
  told(worker: string): string;
  plan(run: string, hash: string): string;
  /** The plan by which jobs are begun with; it lapses where nobody works on the run. */
  current(run: string): string;
  /** Who is there. */
  readonly workers: string;
}

export function keysOf(server: string): QueueKeys {
  const at = `${queuePrefix}:${queueName(server)}:`;
  return {
    said: (run) => `${at}said.${run}`,
    told: (worker) => `${at}told.${worker}`,
    plan: (run, hash) => `${at}plan.${run}.${hash}`,
    current: (run) => `${at}current.${run}`,
    workers: `${at}workers`,
  };
}

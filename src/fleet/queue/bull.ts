import { DelayedError, type Job, Queue, Worker } from 'bullmq';
import { CbError } from '../../errors/cb-error.ts';
import type { Handed, HandedHost, HostQueue, QueuedHost, QueueWorker } from './host-queue.ts';
import { queuePrefix } from './keys.ts';
import type { RedisLink } from './redis-link.ts';

/** At once, in one round. */
const mostInBulk = 1000;
/** Never fails for that: whoever took a host and died gives it back as often as it takes. */
const anyNumber = 1_000_000;
const jobName = 'host';

export interface QueuePlace {
  readonly link: RedisLink;
  /** One for each server (keys.ts). */
  readonly name: string;
  /** It would warn of that by itself, in words of its own. */
  readonly isEvicting: boolean;
}

const queueOptions = ({ link, isEvicting }: QueuePlace) => ({
  connection: link.client,
  prefix: queuePrefix,
  skipVersionCheck: isEvicting,
});

/** The queue by BullMQ. */
export function openHostQueue(place: QueuePlace): HostQueue {
  const queue = new Queue(place.name, {
    ...queueOptions(place),
    // Nobody reads its own record of what happened.
    streams: { events: { maxLen: 100 } },
  });
  // What is wrong with the connection the link tells.
  queue.on('error', () => undefined);
  const said = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw place.link.fault(error);
    }
  };
  return {
    async add(hosts) {
      for (let at = 0; at < hosts.length; at += mostInBulk)
        await said(queue.addBulk(hosts.slice(at, at + mostInBulk).map(jobOf)));
    },
    ids: async () =>
      new Set(await said(queue.getRanges(['active', 'wait', 'delayed', 'prioritized'], 0, -1))),
    activeCount: () => said(queue.getActiveCount()),
    async setSlots(most) {
      await said(queue.setGlobalConcurrency(most));
    },
    async remove(ids) {
      for (let at = 0; at < ids.length; at += mostInBulk) {
        // One that has begun meanwhile stays.
        const removed = ids.slice(at, at + mostInBulk).map((id) => queue.remove(id));
        await Promise.allSettled(removed);
      }
    },
    async setDelay(id, delayMs) {
      const job = await said(queue.getJob(id));
      // It may have begun meanwhile.
      await job?.changeDelay(delayMs).catch(() => undefined);
    },
    close: () => queue.close(),
  };
}

function jobOf({ id, data, delayMs }: QueuedHost) {
  const delay = Math.max(0, Math.round(delayMs));
  return {
    name: jobName,
    data,
    opts: { jobId: id, delay, attempts: 1, removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 },
  };
}

export interface WorkerOptions {
  /** At once, by this process. */
  readonly most: number;
  /** A worker that is not heard for so long has lost its host. */
  readonly lockMs: number;
  /** Never throws. */
  readonly work: (host: HandedHost) => Promise<Handed>;
}

/** A worker by BullMQ. */
export function startWorker(place: QueuePlace, { most, lockMs, work }: WorkerOptions): QueueWorker {
  const running = new Set<Promise<Handed>>();
  const worker = new Worker(
    place.name,
    async (job: Job<unknown>, token?: string, signal?: AbortSignal) => {
      const { id = '', data } = job;
      const text = typeof data === 'string' ? data : '';
      const turn = work({ id, data: text, signal: lostBy(signal) });
      running.add(turn);
      const handed = await turn.finally(() => running.delete(turn));
      if (handed === 'through') return;
      await job.moveToDelayed(Date.now() + handed.laterMs, token);
      throw new DelayedError();
    },
    {
      ...queueOptions(place),
      concurrency: most,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: anyNumber,
      // A place that another one has left is seen so soon, in seconds.
      drainDelay: 1,
      runRetryDelay: 1000,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  );
  worker.on('error', () => undefined);
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) worker.cancelJob(id);
  });
  return { settled: () => Promise.allSettled(running), close: () => worker.close() };
}

/** With why as an error of ours: what throws it was broken off, and did not fail. */
function lostBy(signal: AbortSignal | undefined): AbortSignal {
  const lost = new AbortController();
  const lose = (): void => lost.abort(new CbError('Interrupted', 'the queue has given it to another worker'));
  if (signal?.aborted === true) lose();
  else signal?.addEventListener('abort', lose, { once: true });
  return lost.signal;
}

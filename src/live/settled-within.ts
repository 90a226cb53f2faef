import { once } from 'node:events';

/** Resolves once the work has settled, or its time is over, or somebody is in a hurry; never throws. */
export async function settledWithin(
  work: Promise<unknown> | undefined,
  ms: number,
  hurry: AbortSignal | undefined,
): Promise<void> {
  if (work === undefined || hurry?.aborted === true) return;
  const late = AbortSignal.any([AbortSignal.timeout(ms), ...(hurry === undefined ? [] : [hurry])]);
  const ended = new AbortController();
  const over = once(late, 'abort', { signal: ended.signal }).catch(() => undefined);
  await Promise.race([work.catch(() => undefined), over]);
  ended.abort();
}

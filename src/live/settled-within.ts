/** Resolves once the work has settled, or its time is over, or somebody is in a hurry; never throws. */
export async function settledWithin(
  work: Promise<unknown> | undefined,
  ms: number,
  hurry: AbortSignal | undefined,
): Promise<void> {
  if (work === undefined || hurry?.aborted === true) return;
  const late = AbortSignal.any([AbortSignal.timeout(ms), ...(hurry === undefined ? [] : [hurry])]);
  const { promise, resolve } = Promise.withResolvers<void>();
  const over = (): void => resolve();
  late.addEventListener('abort', over, { once: true });
  work.then(over, over);
  await promise;
  late.removeEventListener('abort', over);
}

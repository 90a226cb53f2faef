import { CbError } from '../../src/errors/cb-error.ts';

/** The error of ours that a promise rejects with; fails the test when it does not, or with another one. */
export async function failureOf(promise: Promise<unknown>): Promise<CbError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`it did not fail, but gave ${JSON.stringify(outcome.value)}`);
  if (outcome.error instanceof CbError) return outcome.error;
  throw outcome.error;
}

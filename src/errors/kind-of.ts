import { CbError } from './cb-error.ts';
import type { ErrorKind } from './exit-codes.ts';

/** The kind that decides the exit code: `Bug` for what is not ours. */
export function kindOf(error: unknown): ErrorKind {
  if (error instanceof CbError) return error.kind;
  if (error instanceof Error && error.name === 'AbortError') return 'Interrupted';
  if (error instanceof AggregateError && error.errors.length > 0) {
    const kinds = new Set(error.errors.map(kindOf));
    const [only] = kinds;
    if (kinds.has('Bug') || only === undefined) return 'Bug';
    return kinds.size === 1 ? only : 'Partial';
  }
  return 'Bug';
}

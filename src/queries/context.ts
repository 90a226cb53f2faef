import type { Cb } from '../api/client.ts';
import { specFor } from '../spec/spec.ts';

/** What a `cbq` command gets to work with. */
export interface QueryContext {
  cb(): Promise<Cb>;
  readonly signal: AbortSignal;
  /** Unix ms. */
  readonly nowMs: () => number;
  /** One line to stderr, beside the result: honest totals and the like. */
  readonly note: (text: string) => void;
}

/** A `cbq` command as one literal. */
export const query = specFor<QueryContext>();

import { all, type QueryTree } from './query-tree.ts';

/** What can be said of one value: a query that finds all that it fits. `isExact`: and nothing else; else why it finds more. */
export type SaidTerm = { readonly query: QueryTree } & (
  | { readonly isExact: true }
  | { readonly isExact: false; readonly why: string }
);

/** It cannot be said, and why: half a sentence. */
export interface Unsaid {
  readonly unsaid: string;
}

export function exactly(query: QueryTree): SaidTerm {
  return { query, isExact: true };
}

export function wider(query: QueryTree, why: string): SaidTerm {
  return { query, isExact: false, why };
}

export function saidAs(query: QueryTree, isExact: boolean, why: string): SaidTerm {
  return isExact ? exactly(query) : wider(query, why);
}

/** Nothing can be asked, so anything may fit. */
export function unasked(why: string): SaidTerm {
  return wider(all, why);
}

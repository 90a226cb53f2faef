/** A query as the server understands it (contract/query-language.md, "Syntax"). */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | Term;

export interface Term {
  readonly kind: 'term';
  /** Lower-case; undefined for a bare word. */
  readonly field: string | undefined;
  readonly value: Value;
}

export type Value =
  /** As written, unescaped, with where it stands for wildcards: `*` in `text` is one only if `wild`. */
  | { readonly kind: 'word'; readonly text: string; readonly wild: boolean }
  /** In quotes: no wildcards. */
  | { readonly kind: 'phrase'; readonly text: string }
  | { readonly kind: 'range'; readonly low: string; readonly high: string };

/** The server refuses the query: `query_malformed_syntax`. */
export class QueryError extends Error {}

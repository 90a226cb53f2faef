import type { SearchParams } from '../api/page.ts';
import type { SavedSearch } from '../text/saved-search.ts';

/** A search as a command or a watchlist wants it. */
export interface WantedSearch {
  readonly q: string;
  /** By the names of the wire: `cb.q.hostname`, `cb.fq.group` … */
  readonly filters?: SearchParams;
  /** Where `--sort` does not say otherwise. */
  readonly sort?: string | undefined;
}

/** Its parameters as they are, but for how the results were shown to whoever saved it. */
export function searchOf({ q, filters, manner }: SavedSearch): WantedSearch {
  const params = new Map<string, string[]>();
  for (const [name, value] of filters) params.set(name, [...(params.get(name) ?? []), value]);
  const sort = manner.findLast(([name]) => name === 'sort')?.[1];
  return {
    q,
    filters: Object.fromEntries(
      [...params].map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
    ) as SearchParams,
    sort: sort !== undefined && /^\w+ (?:asc|desc)$/.test(sort) ? sort : undefined,
  };
}

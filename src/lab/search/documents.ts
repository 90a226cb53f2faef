import type { DocumentContext } from '../history/document-wire.ts';
import type { LabWorld } from '../world.ts';
import { searchContext } from './searching.ts';
import { watchlistTags } from './watchlist-tags.ts';

/** What single documents are shown with. */
export async function documents(world: LabWorld): Promise<DocumentContext> {
  const { context } = await searchContext(world);
  const tags = new Map<number, readonly string[]>();
  const expect = (rows: readonly { readonly id: number }[]): void => {
    const ids = rows.map(({ id }) => id).filter((id) => !tags.has(id));
    const found = watchlistTags(ids, context);
    for (const id of ids) tags.set(id, found.get(id) ?? []);
  };
  return {
    ...context,
    expect,
    watchlistsOf(row) {
      if (!tags.has(row.id)) expect([row]);
      return tags.get(row.id) ?? [];
    },
  };
}

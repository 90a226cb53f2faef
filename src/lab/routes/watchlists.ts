import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse, refuseJson } from '../failure.ts';
import { asRecord, isTrue } from '../json.ts';
import { searchContext } from '../search/searching.ts';
import { mustBeAnalyst } from '../users/must-have.ts';
import { findHits } from '../watchlists/find-hits.ts';
import type { Watchlist, WatchlistHits } from '../watchlists/watchlist.ts';
import { isIndexType } from '../watchlists/watchlist.ts';
import type { WatchlistChange } from '../watchlists/watchlist-book.ts';
import { watchlistWire } from '../watchlists/watchlist-wire.ts';
import type { LabWorld } from '../world.ts';
import { actionRoutes } from './actions.ts';

type ById = { Params: { id: string } };

const success = { result: 'success' } as const;

/** Watchlists and their actions (contract/watchlists.md). One that is made or changed has run at once. */
export function watchlistRoutes(app: FastifyInstance, world: LabWorld): void {
  const path = '/api/v1/watchlist';
  const { watchlists, clock, era } = world;

  const existing = (id: string): Watchlist => {
    const list = /^\d{1,15}$/.test(id) ? watchlists.get(Number(id)) : undefined;
    if (list === undefined) throw refuse(404, `Watchlist ${id} not found`);
    return list;
  };
  const wires = async (lists: readonly Watchlist[]) => {
    const hitsOf = await hitsIn(world);
    return lists.map((list) => watchlistWire(list, hitsOf(list), era, clock.nowMs()));
  };

  app.get(path, async (_request, reply) => {
    const lists = watchlists.list();
    return lists.length === 0 && era.noWatchlists === '204' ? reply.code(204).send() : wires(lists);
  });

  app.get<ById>(`${path}/:id`, async ({ params }) => (await wires([existing(params.id)]))[0]);

  app.post(path, async (request) => {
    const sent = changing(request);
    const change = changeOf(sent);
    if (change.name === undefined || change.search_query === undefined || change.index_type === undefined)
      throw refuseJson(400, ['A watchlist needs name, index_type and search_query']);
    const { id } = watchlists.add(change, wishedId(sent['id']), clock.nowMs());
    world.save();
    return { id };
  });

  app.put<ById>(`${path}/:id`, async (request) => {
    const change = changeOf(changing(request));
    watchlists.change(existing(request.params.id), change, clock.nowMs());
    world.save();
    return success;
  });

  app.delete<ById>(`${path}/:id`, async (request) => {
    mustBeAnalyst(request);
    watchlists.remove(existing(request.params.id).id);
    world.save();
    return success;
  });

  actionRoutes(app, world, path, {
    actions: watchlists.actions,
    ownerOf: (id) => existing(id).id,
    wireOf: (owner) => ({ watchlist_id: owner, group_id: -1 }),
  });
}

function changing(request: FastifyRequest): Record<string, unknown> {
  mustBeAnalyst(request);
  return asRecord(request.body);
}

/** The keys that can be changed; whatever else a whole object carries is the server's own. */
function changeOf(sent: Readonly<Record<string, unknown>>): WatchlistChange {
  const { name, description, index_type, search_query, enabled, readonly, group_id } = sent;
  if (index_type !== undefined && !isIndexType(index_type))
    throw refuseJson(400, [`Invalid index_type: ${String(index_type)}`]);
  return {
    ...(name === undefined ? {} : { name: String(name) }),
    ...(description === undefined ? {} : { description: description === null ? null : String(description) }),
    ...(index_type === undefined ? {} : { index_type }),
    ...(search_query === undefined ? {} : { search_query: String(search_query) }),
    ...(enabled === undefined ? {} : { enabled: isTrue(enabled) }),
    ...(readonly === undefined ? {} : { readonly: isTrue(readonly) }),
    ...(Number.isSafeInteger(group_id) ? { group_id: Number(group_id) } : {}),
  };
}

function wishedId(sent: unknown): number | undefined {
  const id = typeof sent === 'string' ? Number(sent) : sent;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** How to count hits; a lab so large that this would take its time says none until its documents are made. */
async function hitsIn(world: LabWorld): Promise<(list: Watchlist) => WatchlistHits> {
  if (world.records.isLarge && !world.records.isReady) return () => ({ count: 0, newest: undefined });
  const { context, pages } = await searchContext(world);
  return (list) => findHits(list, context, pages);
}

import type { FastifyInstance } from 'fastify';
import { refuseJson } from '../failure.ts';
import { existingFeed } from '../feeds/existing-feed.ts';
import { feedChange } from '../feeds/feed.ts';
import { feedSource } from '../feeds/feed-source.ts';
import { feedWire } from '../feeds/feed-wire.ts';
import { asRecord } from '../json.ts';
import { mustBeAnalyst } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';
import { actionRoutes } from './actions.ts';

type ById = { Params: { id: string } };

const success = { result: 'success' } as const;

/** Feeds (contract/feeds-reports.md). Which URLs there is a feed at is the lab's own rule (feeds/feed-source.ts). */
export function feedRoutes(app: FastifyInstance, world: LabWorld): void {
  const path = '/api/v1/feed';
  const { feeds, era } = world;

  app.get(path, async () => feeds.list().map(feedWire));

  app.get<ById>(`${path}/:id`, async ({ params }) => feedWire(existingFeed(params.id, world)));

  app.post(path, async (request) => {
    mustBeAnalyst(request);
    const sent = feedChange(asRecord(request.body));
    if (sent.feed_url === undefined || sent.feed_url === '')
      throw refuseJson(400, ['A feed needs a feed_url']);
    const source = feedSource(sent.feed_url);
    if (source.kind === 'unreachable')
      throw refuseJson(500, [`Failed to retrieve feed from ${withoutUser(sent.feed_url)}: ${source.reason}`]);
    if (feeds.named(source.name) !== undefined) throw refuseJson(409, [`Feed ${source.name} already exists`]);
    const { displayName: display_name, providerUrl: provider_url } = source;
    const feed = feeds.add(source.name, { display_name, provider_url, ...sent });
    world.save();
    return era.wholeNewFeed ? feedWire(feed) : { id: feed.id };
  });

  app.put<ById>(`${path}/:id`, async (request) => {
    mustBeAnalyst(request);
    const feed = existingFeed(request.params.id, world);
    const changed = feeds.change(feed, feedChange(asRecord(request.body)));
    world.save();
    return feedWire(changed);
  });

  app.delete<ById>(`${path}/:id`, async (request) => {
    mustBeAnalyst(request);
    feeds.remove(existingFeed(request.params.id, world).id);
    world.save();
    return success;
  });

  app.post<ById>(`${path}/:id/synchronize`, async (request) => {
    mustBeAnalyst(request);
    const { name, enabled } = existingFeed(request.params.id, world);
    if (!enabled) throw refuseJson(409, [`Feed ${name} is disabled`]);
    return success;
  });

  app.get<ById>(`${path}/:id/requirements`, async ({ params }) => {
    const { requires, requires_who, requires_what } = existingFeed(params.id, world);
    return { requires, requires_who, requires_what };
  });

  actionRoutes(app, world, path, {
    actions: feeds.actions,
    ownerOf: (id) => existingFeed(id, world).id,
    wireOf: (owner) => ({ watchlist_id: -1, group_id: owner }),
  });
}

/** A URL without what may be a password in it. */
function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}

import { refuse } from '../failure.ts';
import type { LabWorld } from '../world.ts';
import type { Feed } from './feed.ts';

/** @throws LabFailure 404 */
export function existingFeed(id: string, { feeds }: LabWorld): Feed {
  const feed = /^\d{1,15}$/.test(id) ? feeds.get(Number(id)) : undefined;
  if (feed === undefined) throw refuse(404, `Feed ${id} not found`);
  return feed;
}

import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import { readSite, type Site } from '../wire/site.ts';
import { type CallOptions, listOf } from './replies.ts';
import { createAt, readAt, removeAt } from './requests.ts';

export type Sites = ReturnType<typeof createSites>;

/** `/api/site` (contract/groups-sites.md). Writes are for global administrators. */
export function createSites(http: Http) {
  return {
    async list(options?: CallOptions): Promise<readonly Site[]> {
      const reply = await readAt(http, '/api/site', options);
      return (await listOf(reply, 'sites', 'id')).map(readSite);
    },

    /** Gives the new id where the server says it. */
    async create(site: { readonly name: string }, options?: CallOptions): Promise<string | undefined> {
      return await createAt(http, '/api/site', site, options);
    },

    async remove(id: number, options?: CallOptions): Promise<void> {
      await removeAt(http, path`/api/site/${id}`, options);
    },
  };
}

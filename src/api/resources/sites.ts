import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import { readSite, type Site } from '../wire/site.ts';
import { type CallOptions, callOptions, listOf } from './replies.ts';
import { madeId, writeReply } from './write-reply.ts';

export type Sites = ReturnType<typeof createSites>;

/** `/api/site` (contract/groups-sites.md). Writes are for global administrators. */
export function createSites(http: Http) {
  return {
    async list(options?: CallOptions): Promise<readonly Site[]> {
      const reply = await http.request({
        method: 'GET',
        path: '/api/site',
        effect: 'reads',
        ...callOptions(options),
      });
      return (await listOf(reply, 'sites')).map(readSite);
    },

    /** Gives the new id where the server says it. */
    async create(site: { readonly name: string }, options?: CallOptions): Promise<string | undefined> {
      const reply = await http.request({
        method: 'POST',
        path: '/api/site',
        json: site,
        effect: 'writes',
        ...callOptions(options),
      });
      return madeId(await writeReply(reply));
    },

    async remove(id: number, options?: CallOptions): Promise<void> {
      await writeReply(
        await http.request({
          method: 'DELETE',
          path: path`/api/site/${id}`,
          effect: 'writes',
          ...callOptions(options),
        }),
      );
    },
  };
}

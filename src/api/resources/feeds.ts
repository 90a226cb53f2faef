import { hasStatus } from '../../errors/server-fault.ts';
import { secretsIn } from '../../text/redact.ts';
import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import { type Feed, readFeed } from '../wire/feed.ts';
import { toObject, type WireObject } from '../wire/read.ts';
import { type CallOptions, callOptions, listOf } from './replies.ts';
import { acceptedOf } from './write-reply.ts';

/** What a new feed is made of (contract/feeds-reports.md). */
export interface NewFeed {
  readonly feed_url: string;
  readonly enabled: boolean;
  readonly validate_server_cert: boolean;
  readonly use_proxy: boolean;
  readonly username?: string;
  readonly password?: string;
  /** PEM texts. */
  readonly ssl_client_crt?: string;
  readonly ssl_client_key?: string;
}

export type Feeds = ReturnType<typeof createFeeds>;

/** `/api/v1/feed`. */
export function createFeeds(http: Http) {
  /** All of them: the pictures within make this megabytes. */
  async function list(options?: CallOptions): Promise<readonly Feed[]> {
    const reply = await http.request({
      method: 'GET',
      path: '/api/v1/feed',
      effect: 'reads',
      ...callOptions(options),
    });
    return (await listOf(reply, 'feeds', 'id')).map(readFeed);
  }

  return {
    list,

    /** One by its id; undefined where there is none. A server of 5.0 cannot give one: then it is picked from the list. */
    async get(id: string, options?: CallOptions): Promise<Feed | undefined> {
      try {
        const reply = await http.request({
          method: 'GET',
          path: path`/api/v1/feed/${id}`,
          effect: 'reads',
          ...callOptions(options),
        });
        const json = await reply.json();
        const feed = readFeed(Array.isArray(json) ? json[0] : json);
        if (feed.id === id) return feed;
      } catch (error) {
        if (!hasStatus(error, 404, 405, 500)) throw error;
      }
      return (await list(options)).find((feed) => feed.id === id);
    },

    /** Gives the id of the new feed where the server names it. Status 500: the server could not fetch the URL. */
    async add(feed: NewFeed, options?: CallOptions): Promise<string | undefined> {
      const reply = await http.request({
        method: 'POST',
        path: '/api/v1/feed',
        json: feed,
        effect: 'writes',
        ...callOptions(options),
      });
      return readFeed(await acceptedOf(reply, secretsIn(feed))).id || undefined;
    },

    /** Takes the whole object. */
    async update(id: string, feed: WireObject, options?: CallOptions): Promise<void> {
      const reply = await http.request({
        method: 'PUT',
        path: path`/api/v1/feed/${id}`,
        json: toObject(feed),
        effect: 'writes',
        ...callOptions(options),
      });
      await acceptedOf(reply, secretsIn(feed));
    },

    async remove(id: string, options?: CallOptions): Promise<void> {
      const reply = await http.request({
        method: 'DELETE',
        path: path`/api/v1/feed/${id}`,
        effect: 'writes',
        ...callOptions(options),
      });
      await acceptedOf(reply);
    },

    /** Status 409 for a feed that is disabled. */
    async synchronize(id: string, isFull: boolean, options?: CallOptions): Promise<void> {
      const reply = await http.request({
        method: 'POST',
        path: path`/api/v1/feed/${id}/synchronize`,
        json: { full_sync: isFull },
        effect: 'writes',
        ...callOptions(options),
      });
      await acceptedOf(reply);
    },
  };
}

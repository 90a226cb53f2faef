import { hasStatus } from '../../errors/server-fault.ts';
import { secretsIn } from '../../text/redact.ts';
import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import { type Feed, readFeed } from '../wire/feed.ts';
import { toObject, type WireObject } from '../wire/read.ts';
import { type CallOptions, listOf } from './replies.ts';
import { readAt, writeAt } from './requests.ts';

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
    const reply = await readAt(http, '/api/v1/feed', options);
    return (await listOf(reply, 'feeds', 'id')).map(readFeed);
  }

  return {
    list,

    /** One by its id; undefined where there is none. A server of 5.0 cannot give one: then it is picked from the list. */
    async get(id: string, options?: CallOptions): Promise<Feed | undefined> {
      try {
        const reply = await readAt(http, path`/api/v1/feed/${id}`, options);
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
      const made = await writeAt(http, 'POST', '/api/v1/feed', feed, options, secretsIn(feed));
      return made === undefined ? undefined : readFeed(made).id || undefined;
    },

    /** Takes the whole object. */
    async update(id: string, feed: WireObject, options?: CallOptions): Promise<void> {
      await writeAt(http, 'PUT', path`/api/v1/feed/${id}`, toObject(feed), options, secretsIn(feed));
    },

    async remove(id: string, options?: CallOptions): Promise<void> {
      await writeAt(http, 'DELETE', path`/api/v1/feed/${id}`, undefined, options);
    },

    /** Status 409 for a feed that is disabled. */
    async synchronize(id: string, isFull: boolean, options?: CallOptions): Promise<void> {
      await writeAt(http, 'POST', path`/api/v1/feed/${id}/synchronize`, { full_sync: isFull }, options);
    },
  };
}

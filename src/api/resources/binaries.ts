import type { Http, HttpReply } from '../../transport/types.ts';
import { createSearch, searchWays } from '../page.ts';
import { path } from '../path.ts';
import { type Binary, readBinary } from '../wire/binary.ts';
import { contentReply, zipTypes } from './content-reply.ts';
import { type CallOptions, callOptions, objectOf } from './replies.ts';
import { readAt } from './requests.ts';

export type Binaries = ReturnType<typeof createBinaries>;

/** `/api/v1/binary` (contract/binaries.md). MD5s go out in upper case. */
export function createBinaries(http: Http) {
  const search = createSearch(http, '/api/v1/binary');
  return {
    search,
    ...searchWays(search),
    read: readBinary,
    /** Kind `NotFound` for an MD5 that the server does not know. */
    async summary(md5: string, options?: CallOptions): Promise<Binary> {
      const reply = await readAt(http, path`/api/v1/binary/${md5.toUpperCase()}/summary`, options);
      return readBinary(await objectOf(reply, 'binary', 'md5'));
    },
    /** The ZIP with its content, as it comes; 204 and 404 where the server never got it. */
    async download(md5: string, options?: CallOptions): Promise<HttpReply> {
      const at = path`/api/v1/binary/${md5.toUpperCase()}`;
      const reply = await http.request({
        method: 'GET',
        path: at,
        effect: 'reads',
        identity: true,
        ...callOptions(options),
      });
      return await contentReply(reply, 'the binary', zipTypes);
    },
  };
}

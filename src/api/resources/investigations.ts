import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import {
  type Investigation,
  readInvestigation,
  readTaggedEvent,
  type TaggedEvent,
} from '../wire/investigation.ts';
import { type CallOptions, listOf } from './replies.ts';
import { readAt } from './requests.ts';

export type Investigations = ReturnType<typeof createInvestigations>;

/** `/api/investigations` and `/api/tagged_event/<id>`, to be read (contract/server-admin.md). */
export function createInvestigations(http: Http) {
  return {
    async list(options?: CallOptions): Promise<readonly Investigation[]> {
      const reply = await readAt(http, '/api/investigations', options);
      return (await listOf(reply, 'investigations', 'id')).map(readInvestigation);
    },

    /** In the order of the server. */
    async taggedEvents(id: number, options?: CallOptions): Promise<readonly TaggedEvent[]> {
      const reply = await readAt(http, path`/api/tagged_event/${id}`, options);
      return (await listOf(reply, 'tagged events', 'id', 'event_data')).map(readTaggedEvent);
    },
  };
}

import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import {
  type Investigation,
  readInvestigation,
  readTaggedEvent,
  type TaggedEvent,
} from '../wire/investigation.ts';
import { type CallOptions, listOf } from './replies.ts';
import { createAt, readAt, removeAt, writeAt } from './requests.ts';

/** An event as it is posted (contract/server-admin.md). */
export interface NewTaggedEvent {
  readonly investigation_id: number;
  readonly event_data: { readonly description: string };
  /** When it happened: ISO. */
  readonly start_date: string;
  readonly event_type?: string;
  /** GUID of the process that it is about. */
  readonly unique_id?: string;
  readonly notes?: string;
}

export type Investigations = ReturnType<typeof createInvestigations>;

/** `/api/investigations` and `/api/tagged_event/<id>` (contract/server-admin.md). */
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

    /** Gives the id of the new event where the server says it. */
    async tag(event: NewTaggedEvent, options?: CallOptions): Promise<string | undefined> {
      return await createAt(http, '/api/tagged_event', event, options);
    },

    async note(id: string, notes: string, options?: CallOptions): Promise<void> {
      await writeAt(http, 'PUT', path`/api/tagged_event/${id}`, { notes }, options);
    },

    async untag(id: string, options?: CallOptions): Promise<void> {
      await removeAt(http, path`/api/tagged_event/${id}`, options);
    },
  };
}

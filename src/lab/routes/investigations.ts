import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Investigation, TaggedEvent } from '../admin/investigations.ts';
import { refuse } from '../failure.ts';
import { documentsOf } from '../history/find-process.ts';
import { guidOf, parseGuid } from '../history/guid.ts';
import { unknownProcess } from '../history/known-process.ts';
import { asRecord, isRecord } from '../json.ts';
import { type ById, existing, nextId } from '../server/ids.ts';
import { pgTimestamp } from '../timestamps.ts';
import { mustBeAnalyst, userOf } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

type Sent = Readonly<Record<string, unknown>>;

/** Investigations and the events tagged for them (contract/server-admin.md). */
export function investigationRoutes(app: FastifyInstance, world: LabWorld): void {
  const { investigations, events } = world.investigations;

  app.get('/api/investigations', async () => Array.from(investigations.values(), investigationWire));

  app.get<ById>('/api/tagged_event/:id', async ({ params }) =>
    [...events.values()].filter((event) => String(event.investigationId) === params.id).map(eventWire),
  );

  app.get<ById>('/api/tagged_events/:id', async ({ params }) => {
    const guid = plainGuid(params.id);
    const tagged = [...events.values()].filter((event) => event.processId === guid).map(eventWire);
    if (tagged.length === 0) {
      const { history } = await world.records.open();
      if (documentsOf(history, params.id).length === 0) throw unknownProcess(params.id);
    }
    return tagged;
  });

  app.post('/api/tagged_event', async (request) => {
    mustBeAnalyst(request);
    const sent = asRecord(request.body);
    const investigation = existing(String(sent['investigation_id'] ?? ''), investigations, 'Investigation');
    const id = nextId(events);
    const event = makeEvent(id, investigation.id, sent, request);
    events.set(id, event);
    touch(investigation);
    world.save();
    return eventWire(event);
  });

  app.put<ById>('/api/tagged_event/:id', async (request) => {
    mustBeAnalyst(request);
    const event = existing(request.params.id, events, 'Tagged event');
    const changed = { ...event, ...changeIn(asRecord(request.body)) };
    events.set(event.id, changed);
    touch(investigations.get(event.investigationId));
    world.save();
    return eventWire(changed);
  });

  app.delete<ById>('/api/tagged_event/:id', async (request) => {
    mustBeAnalyst(request);
    const event = existing(request.params.id, events, 'Tagged event');
    events.delete(event.id);
    touch(investigations.get(event.investigationId));
    world.save();
    return { result: 'success' };
  });

  function touch(investigation: Investigation | undefined): void {
    if (investigation !== undefined)
      investigations.set(investigation.id, { ...investigation, updated: world.clock.nowMs() });
  }

  function makeEvent(id: number, investigationId: number, sent: Sent, request: FastifyRequest): TaggedEvent {
    const text = (name: string) => (typeof sent[name] === 'string' ? sent[name] : '');
    const uniqueId = text('unique_id');
    const segmentId = Number(sent['segment_id'] ?? 0);
    return {
      id,
      investigationId,
      eventId: text('event_id') || String(id),
      eventType: text('event_type') || 'custom',
      taggedAt: world.clock.nowMs(),
      startDate: new Date(world.clock.nowMs()).toISOString(),
      processId: text('process_id') || plainGuid(uniqueId),
      segmentId: Number.isSafeInteger(segmentId) ? segmentId : 0,
      uniqueId,
      data: {},
      userId: world.users.accounts.get(userOf(request).username)?.id ?? 0,
      notes: '',
      ...changeIn(sent),
    };
  }
}

function changeIn(sent: Sent): Partial<TaggedEvent> {
  const { event_data, start_date, notes } = sent;
  if (event_data !== undefined && !isRecord(event_data)) throw refuse(400, 'event_data must be an object');
  return {
    ...(event_data === undefined ? {} : { data: event_data }),
    ...(typeof start_date === 'string' ? { startDate: start_date } : {}),
    ...(typeof notes === 'string' ? { notes } : {}),
  };
}

/** Without a segment; what is no GUID stays as it is. */
function plainGuid(text: string): string {
  const key = parseGuid(text);
  return key === undefined ? text : guidOf(key);
}

function investigationWire(investigation: Investigation): Record<string, unknown> {
  return {
    id: investigation.id,
    name: investigation.name,
    notes: investigation.notes,
    created_by_user_id: investigation.userId,
    date_started: pgTimestamp(investigation.started),
    last_updated: pgTimestamp(investigation.updated),
  };
}

function eventWire(event: TaggedEvent): Record<string, unknown> {
  return {
    id: event.id,
    investigation_id: event.investigationId,
    event_id: event.eventId,
    event_type: event.eventType,
    date_tagged: pgTimestamp(event.taggedAt),
    start_date: event.startDate,
    unique_id: event.uniqueId,
    process_id: event.processId,
    segment_id: event.segmentId,
    event_data: event.data,
    tagged_by_user_id: event.userId,
    notes: event.notes,
  };
}

import type { Era } from '../era.ts';
import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';

/** `GET /api/investigations` (contract/server-admin.md); times are Unix milliseconds here. */
export interface Investigation {
  readonly id: number;
  readonly name: string;
  readonly notes: string;
  readonly userId: number;
  readonly started: number;
  readonly updated: number;
}

/** An event that somebody put into an investigation. */
export interface TaggedEvent {
  readonly id: number;
  readonly investigationId: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly taggedAt: number;
  /** As it was sent, or ISO. */
  readonly startDate: string;
  readonly processId: string;
  readonly segmentId: number;
  readonly uniqueId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly userId: number;
  readonly notes: string;
}

export interface Investigations {
  readonly investigations: Map<number, Investigation>;
  readonly events: Map<number, TaggedEvent>;
}

export function investigationSection(era: Era, nowMs: number): Section<Investigations> {
  return {
    name: 'investigations',
    read: (kept) => {
      const fields = isRecord(kept) ? kept : first(era, nowMs);
      return {
        investigations: byId(fields['investigations'], isInvestigation),
        events: byId(fields['events'], isTaggedEvent),
      };
    },
    write: ({ investigations, events }) => ({
      investigations: [...investigations.values()],
      events: [...events.values()],
    }),
  };
}

/** Two processes of the second seed document on sensor 3; their GUIDs are the same in every lab. */
const mounts = [
  {
    drive: 'z',
    guid: '00000003-0000-0ad8-01d2-3c5e7c455422',
    received: 1478898028230,
    start: '20:59:25.667',
  },
  {
    drive: 'y',
    guid: '00000003-0000-0ae0-01d2-3c5e7fd34cba',
    received: 1478898043491,
    start: '20:59:31.631',
  },
] as const;

function first(era: Era, nowMs: number): Record<string, unknown> {
  const day = 86_400_000;
  const investigation = (id: number, name: string, notes: string, days: number): Investigation => ({
    id,
    name,
    notes,
    userId: 2,
    started: nowMs - days * day,
    updated: nowMs - (days - 1) * day,
  });
  return {
    investigations: [
      { ...investigation(1, 'Default Investigation', '', 400), userId: 1 },
      investigation(2, 'Shares mounted on WIN-IA9NQ1GN8OI', 'Who is \\\\test, and what was copied?', 12),
    ],
    events: mounts.map(({ drive, guid, received, start }, index): TaggedEvent => {
      const segmentId = era.timedSegments ? received : 1;
      const suffix = segmentId.toString(16).padStart(era.timedSegments ? 12 : 8, '0');
      return {
        id: index + 1,
        investigationId: 2,
        eventId: `${guid}-process-${index}`,
        eventType: 'process',
        taggedAt: nowMs - 12 * day + index * 60_000,
        startDate: `2016-11-11T${start}Z`,
        processId: guid,
        segmentId,
        uniqueId: `${guid}-${suffix}`,
        data: { description: `net  use ${drive}: \\\\test\\blah`, type: 'process' },
        userId: 2,
        notes: index === 0 ? 'first of two' : '',
      };
    }),
  };
}

/** `tagged_pids` of a search: which investigations have an event of a process on the page, once for each event. */
export function taggedPids(uniqueIds: ReadonlySet<string>, { investigations, events }: Investigations) {
  const tagged: Record<string, { readonly name: string; readonly id: number }[]> = {};
  for (const { uniqueId, investigationId: id } of events.values()) {
    if (uniqueIds.has(uniqueId))
      tagged[uniqueId] = [...(tagged[uniqueId] ?? []), { name: investigations.get(id)?.name ?? '', id }];
  }
  return tagged;
}

function byId<T extends { readonly id: number }>(
  kept: unknown,
  is: (value: unknown) => value is T,
): Map<number, T> {
  return new Map((Array.isArray(kept) ? kept.filter(is) : []).map((one) => [one.id, one]));
}

function isInvestigation(value: unknown): value is Investigation {
  return hasTypes(value, {
    id: 'number',
    name: 'string',
    notes: 'string',
    userId: 'number',
    started: 'number',
    updated: 'number',
  });
}

function isTaggedEvent(value: unknown): value is TaggedEvent {
  return (
    hasTypes(value, {
      id: 'number',
      investigationId: 'number',
      eventId: 'string',
      eventType: 'string',
      taggedAt: 'number',
      startDate: 'string',
      processId: 'string',
      segmentId: 'number',
      uniqueId: 'string',
      userId: 'number',
      notes: 'string',
    }) && isRecord(value['data'])
  );
}

function hasTypes(
  value: unknown,
  types: Readonly<Record<string, 'number' | 'string'>>,
): value is Record<string, unknown> {
  return isRecord(value) && Object.entries(types).every(([name, type]) => typeof value[name] === type);
}

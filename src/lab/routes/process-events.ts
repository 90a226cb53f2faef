import type { FastifyInstance } from 'fastify';
import { one } from '../fleet/select-sensors.ts';
import type { Wire } from '../history/document-wire.ts';
import { eventLists, signaturesOf } from '../history/event-wire.ts';
import { type FoundProcess, isHiddenParent } from '../history/find-process.ts';
import { hidden, mustFind } from '../history/known-process.ts';
import { type ProcessEvent, processEvents } from '../history/process-events.ts';
import { processWire } from '../history/summary-wire.ts';
import { instant } from '../query/numbers.ts';
import { parseQuery } from '../query/parse.ts';
import { documents } from '../search/documents.ts';
import { soughtWords, wrapMatches } from '../search/highlights.ts';
import { searching } from '../search/searching.ts';
import type { LabWorld } from '../world.ts';

type Query = Record<string, string | string[] | undefined>;
type ById = { Params: { id: string; segment: string }; Querystring: Query };

/** Of each kind, when all segments are merged. */
const mostOfKind = 10_000;
/** Of each kind, in a preview. */
const previewed = 30;

/** Events of a process in every version of the route, and the preview (contract/process-events.md). */
export function processEventRoutes(app: FastifyInstance, world: LabWorld): void {
  for (let version = 1; version <= world.era.eventVersion; version += 1) {
    app.get<ById>(`/api/v${version}/process/:id/:segment/event`, async ({ params, query }) => {
      const since = performance.now();
      const context = await documents(world);
      const { history } = context;
      if (isHiddenParent(history, params.id)) return { process: hidden(params.id, context), elapsed: 0.001 };
      const found = mustFind(history, params);
      const all = processEvents(history, found);
      const events = searching(world.era, () => pageOf(capped(all, found), query, world.clock.nowMs()));
      return {
        process: {
          ...processWire(found, context),
          binaries: signaturesOf(events, history.images[found.row.image]?.binary ?? '', history),
          ...eventLists(events, version, history),
        },
        elapsed: (performance.now() - since) / 1000,
      };
    });
  }

  app.get<ById>('/api/v1/process/:id/:segment/preview', async ({ params, query }) => {
    const context = await documents(world);
    const { history } = context;
    const found = mustFind(history, params);
    const words = searching(world.era, () => previewWords(one(query['q']) ?? ''));
    const whole = processWire({ ...found, chosen: found.all, isMerged: true }, context);
    return { ...whole, ...preview(eventLists(processEvents(history, found), 1, history), words) };
  });
}

function capped(events: readonly ProcessEvent[], { isMerged }: FoundProcess): readonly ProcessEvent[] {
  if (!isMerged) return events;
  const counts = new Map<string, number>();
  return events.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= mostOfKind;
  });
}

/** `cb.event_start` and `cb.event_count` over all kinds in the order of time, within a window. */
function pageOf(events: readonly ProcessEvent[], query: Query, nowMs: number): readonly ProcessEvent[] {
  const number = (name: string, otherwise: number) => {
    const text = one(query[name]);
    return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
  };
  const bound = (name: string, open: number) => {
    const text = one(query[name]);
    return text === undefined || text === '' ? open : instant(text, nowMs);
  };
  const low = bound('cb.min_last_update', Number.NEGATIVE_INFINITY);
  const high = bound('cb.max_last_update', Number.POSITIVE_INFINITY);
  const start = number('cb.event_start', 0);
  return events
    .filter(({ at }) => at >= low && at <= high)
    .slice(start, start + number('cb.event_count', Number.POSITIVE_INFINITY));
}

function previewWords(text: string): string[] {
  const fields = [
    'cmdline',
    'filemod',
    'modload',
    'regmod',
    'domain',
    'ipaddr',
    'path',
    'process_name',
    undefined,
  ];
  return soughtWords(parseQuery(text), fields);
}

/** Some events of each kind, those that match first, with the matches wrapped. */
function preview(lists: Wire, words: readonly string[]): Wire {
  return Object.fromEntries(
    Object.entries(lists).map(([name, list]) => {
      const wrapped = (list as unknown[]).map(
        (text) => [String(text), wrapMatches(String(text), words)] as const,
      );
      const hits = wrapped.filter(([before, after]) => before !== after);
      const others = wrapped.filter(([before, after]) => before === after);
      return [name, [...hits, ...others].slice(0, previewed).map(([, text]) => text)];
    }),
  );
}

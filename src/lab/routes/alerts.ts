import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Alert, type AlertStatus, alertStatuses, isAlertStatus, nextState } from '../alerts/alert.ts';
import { alertIndex } from '../alerts/alert-index.ts';
import { alertWire } from '../alerts/alert-wire.ts';
import { type LabFailure, refuse, refuseJson, unhandled } from '../failure.ts';
import { asRecord } from '../json.ts';
import { recordFilter, rulesOf, searchRecords } from '../search/search-records.ts';
import { readSearch } from '../search/search-request.ts';
import { searchContext, searching, searchParameters } from '../search/searching.ts';
import { mustBeAdmin, mustBeAnalyst, userOf } from '../users/must-have.ts';
import { savedQuery } from '../watchlists/saved-query.ts';
import type { LabWorld } from '../world.ts';

type ById = { Params: { id: string } };

/** In one request. */
const mostInBulk = 500;

/** Alert search, updates of one and of many (contract/alerts.md). The faults `alert-lag` and `alert-500` are met here. */
export function alertRoutes(app: FastifyInstance, world: LabWorld): void {
  const { era, fleet, clock, faults, alerts } = world;

  const search = async (request: FastifyRequest) => {
    const { context, shown } = await shownAlerts(world);
    return searching(era, () => {
      const { facets, ...parameters } = searchParameters(request);
      // The old reference calls the one parameter by two names.
      const asked = readSearch({ facet: facets, ...parameters }, rulesOf(alertIndex), context.nowMs);
      const { page, answer } = searchRecords(asked, shown, alertIndex, context.nowMs);
      return { ...answer, results: page.map((one) => alertWire(one, era, fleet)) };
    });
  };
  app.get('/api/v1/alert', search);
  app.get('/api/v2/alert', search);
  app.post('/api/v2/alert', search);

  // There is no GET of one: to the framework that is a method not allowed.
  app.post<ById>('/api/v1/alert/:id', async (request) => {
    mustBeAnalyst(request);
    const sent = asRecord(request.body);
    const { context } = await searchContext(world);
    const alert = (await alerts.all(context)).get(request.params.id);
    if (alert === undefined) throw refuse(404, `Alert ${request.params.id} not found`);
    change([alert], { status: statusOf(sent['status']), assignedTo: textOf(sent['assigned_to']) }, request);
    return alertWire(alerts.shown(alert, context, clock.elapsedMs()), era, fleet);
  });

  app.post('/api/v1/alerts', async (request) => {
    mustBeAdmin(request);
    const sent = asRecord(request.body);
    const status = statusOf(sent['requested_status']);
    const assignedTo = textOf(sent['assigned_to']);
    const isIgnored = sent['set_ignored'];
    if (status === undefined && assignedTo === undefined && typeof isIgnored !== 'boolean')
      throw refusal('Nothing to change: send requested_status, assigned_to or set_ignored');
    const chosen = await chosenAlerts(sent, world);
    if (typeof isIgnored === 'boolean') {
      for (const { cause } of chosen) world.feeds.setIgnored(cause.feedId, [cause.watchlistId], isIgnored);
    }
    change(chosen, { status, assignedTo }, request);
    return { result: 'success' };
  });

  /** With the fault `alert-500` the change is made, and the answer says that something broke. */
  function change(
    changed: readonly Alert[],
    { status, assignedTo }: { status: AlertStatus | undefined; assignedTo: string | null | undefined },
    request: FastifyRequest,
  ): void {
    const { username } = userOf(request);
    const wanted = {
      ...(status === undefined ? {} : { status }),
      ...(assignedTo === undefined ? {} : { assignedTo }),
    };
    for (const alert of changed) {
      const state = nextState(alerts.states.of(alert), wanted, username, clock.nowMs());
      alerts.states.set(alert, state, clock.elapsedMs());
    }
    world.save();
    if (faults.strikes('alert-500') !== undefined) throw unhandled();
  }
}

/** All alerts as searches see them now. */
async function shownAlerts(world: LabWorld) {
  const { alerts, clock, faults } = world;
  const { context } = await searchContext(world);
  const lagMs = (faults.get('alert-lag')?.amount ?? 0) * 1000;
  const all = await alerts.all(context);
  const elapsedMs = clock.elapsedMs();
  return {
    context,
    shown: Array.from(all.values(), (alert) => alerts.shown(alert, context, elapsedMs, lagMs)),
  };
}

/** By ids, unknown ones left out, or by a query over what searches see. */
async function chosenAlerts(sent: Readonly<Record<string, unknown>>, world: LabWorld): Promise<Alert[]> {
  const { alert_ids: ids, query } = sent;
  if ((ids === undefined) === (query === undefined)) throw refusal('Send either alert_ids or query');
  if (ids === undefined) return alertsByQuery(String(query), world);
  if (!Array.isArray(ids) || ids.length > mostInBulk)
    throw refusal(`alert_ids is a list of at most ${mostInBulk}`);
  const { context } = await searchContext(world);
  const all = await world.alerts.all(context);
  return ids.flatMap((id) => all.get(String(id)) ?? []);
}

async function alertsByQuery(text: string, world: LabWorld): Promise<Alert[]> {
  const query = savedQuery(text);
  if (query === undefined) throw refuseJson(400, { reason: 'query_malformed_syntax' });
  const { context, shown } = await shownAlerts(world);
  return searching(world.era, () => {
    const isMeant = recordFilter(query, alertIndex.fields, context.nowMs);
    return shown.filter(isMeant).map(({ alert }) => alert);
  });
}

function statusOf(sent: unknown): AlertStatus | undefined {
  if (sent === undefined || isAlertStatus(sent)) return sent;
  throw refusal(`Invalid status ${JSON.stringify(sent)}: it is one of ${alertStatuses.join(', ')}`);
}

function textOf(sent: unknown): string | null | undefined {
  return sent === undefined || sent === null ? sent : String(sent);
}

function refusal(sentence: string): LabFailure {
  return refuseJson(400, [sentence]);
}

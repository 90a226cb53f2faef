import type { AlertChange, Alerts } from '../../api/resources/alerts.ts';
import type { Alert } from '../../api/wire/alert.ts';
import type { WireObject } from '../../api/wire/read.ts';
import { CbError, isCbError, mayBeDone } from '../../errors/cb-error.ts';
import { ServerFault } from '../../errors/server-fault.ts';
import { isSilent } from '../../errors/write-fault.ts';
import type { Done } from '../../ops/bulk.ts';
import { type Cell, type Result, rows } from '../../spec/result.ts';
import { alertState } from '../../undo/kinds/alert.ts';
import { bulkChunks } from '../../views/bulk-rows.ts';
import type { QueryContext } from '../context.ts';
import { type AlertChoice, areAlertsByQuery, type ChosenAlert, chosenAlerts } from './chosen-alerts.ts';
import { alertColumn } from './columns.ts';

/** Most ids in one bulk update (contract/alerts.md). */
const atOnce = 500;
/** A search shows an update up to 25 s later. */
const patienceMs = 30_000;
const lookAgainMs = 2_500;

export interface AlertWork {
  /** Past participle: `resolved`. */
  readonly verb: string;
  readonly change: AlertChange;
  /** The alert is so already. */
  readonly isSo: (alert: Alert) => boolean;
  /** What is sent for a single alert; undefined where only a bulk update can do it. */
  readonly single: ((alert: Alert) => WireObject) | undefined;
  /** Asked before those that match a query and are not so yet are changed; `them` stands for those: `it`, `the other 1,180`. */
  readonly question: (them: string, open: readonly Alert[]) => string;
}

type Ended = Omit<Done<ChosenAlert>, 'item'>;

/** Changes the alerts that are named or that match: a few requests for many of them, and a row for each. */
export async function changeAlerts(
  choice: AlertChoice,
  work: AlertWork,
  context: QueryContext,
): Promise<Result> {
  const { alerts } = await context.cb();
  const { items, isPartial } = await chosenAlerts(choice, context);
  const open = items.flatMap(({ alert }) => (alert === undefined || work.isSo(alert) ? [] : [alert]));
  if (areAlertsByQuery(choice)) {
    if (items.length === 0) return rows([], [], { noun: 'alerts', isPartial: () => isPartial });
    if (open.length > 0) await context.ask.confirm(wholeQuestion(items.length, open, work));
  }
  const isSingle = items.length === 1 && work.single !== undefined;
  return bulkChunks(
    {
      items,
      isPartial,
      noun: 'alerts',
      verb: work.verb,
      size: atOnce,
      columns: [
        { ...alertColumn.id, of: ({ id }) => id },
        ...[alertColumn.hostname, alertColumn.cause].map(({ field, head }) => ({
          field,
          head,
          of: ({ alert }: ChosenAlert) => alert?.wire[field] as Cell,
        })),
        { field: 'status_before', head: 'was', of: ({ alert }) => alert?.status, wide: true },
      ],
      async act(some, signal) {
        const due = some.flatMap(({ alert }) => (alert === undefined || work.isSo(alert) ? [] : [alert]));
        const ended =
          due.length === 0 ? undefined : await keptSend(alerts, due, work, isSingle, context, signal);
        return some.map(({ id, alert }): Ended => {
          if (alert === undefined) return { outcome: { failed: new CbError('NotFound', `no alert ${id}`) } };
          return work.isSo(alert) ? { outcome: 'same' } : (ended?.get(alert.id) ?? { outcome: 'done' });
        });
      },
    },
    context,
  );
}

/** Changes one alert that was just read. */
export async function changeAlert(
  alert: Alert,
  work: Omit<AlertWork, 'verb' | 'question'>,
  context: QueryContext,
): Promise<Ended> {
  if (work.isSo(alert)) return { outcome: 'same' };
  const { alerts } = await context.cb();
  const ended = await keptSend(alerts, [alert], work, work.single !== undefined, context, context.signal);
  return ended?.get(alert.id) ?? { outcome: 'done' };
}

/** Sends one update, with what was there kept before. */
async function keptSend(
  alerts: Alerts,
  due: readonly Alert[],
  work: Omit<AlertWork, 'verb' | 'question'>,
  isSingle: boolean,
  context: QueryContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Ended> | undefined> {
  const changes = due.map((alert) => ({
    thing: { kind: 'alert', path: alert.id } as const,
    before: alertState(alert),
    left: alertState(alert, work.change),
  }));
  return await context.keeper.change(
    changes,
    () => send(alerts, due, work, isSingle, context, signal),
    (told) => (isRefused(told) ? 'untouched' : []),
  );
}

/** None of them was changed. */
function isRefused(ended: ReadonlyMap<string, Ended> | undefined): boolean {
  return ended !== undefined && [...ended.values()].every(({ outcome }) => typeof outcome === 'object');
}

/** `5,000 alerts match, 12 of them so already: set the other 4,988 to Resolved?` */
function wholeQuestion(all: number, open: readonly Alert[], { question }: AlertWork): string {
  const count = (number: number) => number.toLocaleString('en-US');
  const match = all === 1 ? '1 alert matches' : `${count(all)} alerts match`;
  if (open.length === all) return `${match}: ${question(all === 1 ? 'it' : 'them', open)}`;
  const others = open.length === 1 ? 'the other one' : `the other ${count(open.length)}`;
  return `${match}, ${count(all - open.length)} of them so already: ${question(others, open)}`;
}

/** Sends one update; gives how those alerts ended that are not plainly done. */
async function send(
  alerts: Alerts,
  due: readonly Alert[],
  work: Omit<AlertWork, 'verb' | 'question'>,
  isSingle: boolean,
  context: QueryContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Ended> | undefined> {
  const ids = due.map(({ id }) => id);
  const [only] = due;
  try {
    if (isSingle && only !== undefined && work.single !== undefined)
      await alerts.update(only.id, work.single(only), { signal });
    else await alerts.updateMany(ids, work.change, { signal });
    return undefined;
  } catch (error) {
    const doubt = doubtOf(error);
    if (doubt !== undefined) return await lookUntilSo(alerts, ids, work, doubt, context, signal);
    // Those of the same chunk that needed nothing did not fail.
    if (signal.aborted) throw error;
    return new Map(ids.map((id) => [id, { outcome: { failed: error } }]));
  }
}

/**
 * In words, where an update may have been done all the same: some servers answer 500 to what they did (contract/alerts.md, "Update one"),
 * and what stands in front of them gives up before they do.
 */
function doubtOf(error: unknown): string | undefined {
  if (isCbError(error, 'Timeout')) return 'the server did not answer in time';
  if (error instanceof ServerFault && error.status >= 500) return `the server answered ${error.status}`;
  if (isSilent(error)) return 'the server did not say what came of it';
  return mayBeDone(error) ? 'the reply of the server was lost' : undefined;
}

/** Reads the alerts again until the search shows the change, which it may do up to 25 s late. */
async function lookUntilSo(
  alerts: Alerts,
  ids: readonly string[],
  { isSo }: Pick<AlertWork, 'isSo'>,
  doubt: string,
  { runtime: { clock }, note }: QueryContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Ended>> {
  const ended = new Map<string, Ended>();
  const them = ids.length === 1 ? 'the alert' : `${ids.length} alerts`;
  note(`${doubt}, which may be said of an update that was done: looking at ${them} again, for 30 s at most`);
  const until = clock.monotonic() + patienceMs;
  for (let left = ids; ; ) {
    const found = await alerts.byIds(left, { signal }).catch((error: unknown) => {
      // The next look may be luckier.
      if (isCbError(error, 'ServerError', 'Network', 'Timeout')) return new Map<string, Alert>();
      throw error;
    });
    for (const id of left) {
      const alert = found.get(id.toLowerCase());
      if (alert !== undefined && isSo(alert)) ended.set(id, { outcome: 'done', detail: `though ${doubt}` });
    }
    left = left.filter((id) => !ended.has(id));
    if (left.length === 0) return ended;
    const restMs = until - clock.monotonic();
    if (restMs <= 0) {
      const detail = `${doubt}, and 30 s later the search shows no change`;
      for (const id of left) ended.set(id, { outcome: 'unknown', detail });
      return ended;
    }
    await clock.sleep(Math.min(lookAgainMs, restMs), signal);
  }
}

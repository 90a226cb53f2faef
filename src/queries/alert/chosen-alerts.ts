import type { Alert } from '../../api/wire/alert.ts';
import { CbError } from '../../errors/cb-error.ts';
import { isGuid } from '../../text/process-guid.ts';
import type { QueryContext } from '../context.ts';
import { everyHit } from '../index-search.ts';
import { idsOfWords } from '../linked-id.ts';
import { forceOption } from '../search-options.ts';
import { type AlertFilters, alertFilterOptions, filterTerms, hasFilters } from './alert-filters.ts';

/** Options and operands by which alerts are chosen. */
export interface AlertChoice extends AlertFilters {
  readonly alert: readonly string[];
  readonly query: string | undefined;
  readonly force: boolean;
}

/** An alert by its id; undefined where the server has none of this id. */
export interface ChosenAlert {
  readonly id: string;
  readonly alert: Alert | undefined;
}

export interface ChosenAlerts {
  readonly items: readonly ChosenAlert[];
  /** There may be more that match, which was told. */
  readonly isPartial: boolean;
}

interface FoundAlerts extends ChosenAlerts {
  readonly items: readonly (ChosenAlert & { readonly alert: Alert })[];
}

/** The same operand and option of every command that changes alerts. */
export const choiceOperand = {
  kind: 'text',
  many: true,
  optional: true,
  about: 'id or console link; - for stdin',
} as const;
export const choiceOptions = {
  query: { kind: 'text', value: 'Q', about: 'all that match this query' },
  ...alertFilterOptions,
  force: forceOption,
} as const;

/** What all these commands say of it in their help. */
export const choiceDetails =
  'Alerts are named by their ids, or they are all that match a query or options of cbq alert, or both: then it says how many there are and asks, or wants --yes without a terminal.';

/** They are all that match something: nobody has named them one by one. */
export function areAlertsByQuery(choice: Omit<AlertChoice, 'alert' | 'force'>): boolean {
  return choice.query !== undefined || hasFilters(choice);
}

/** Ids of alerts as they were typed, each once, in lower case. Kind `Usage` for what is none. */
export async function alertIds(words: readonly string[], context: QueryContext): Promise<readonly string[]> {
  const ids = (await idsOfWords(words, 'alert', context)).map((word) => word.toLowerCase());
  const wrong = ids.find((id) => !isGuid(id));
  if (wrong === undefined) return [...new Set(ids)];
  throw new CbError('Usage', `"${wrong}" is no id of an alert`, {
    hint: 'cbq alert lists them, with their ids in the last column',
  });
}

/** The alerts as the server has them now: those named, or all that match. Kind `Usage` for both, and for neither. */
export async function chosenAlerts(choice: AlertChoice, context: QueryContext): Promise<ChosenAlerts> {
  const { alert: words, query, force } = choice;
  const { alerts } = await context.cb();
  if (!areAlertsByQuery(choice)) {
    if (words.length === 0) {
      throw new CbError('Usage', 'no alert was given', {
        hint: 'name some, or all that match with --query Q or --hostname, --status …',
      });
    }
    const ids = await alertIds(words, context);
    const found = await alerts.byIds(ids, { signal: context.signal });
    return { items: ids.map((id) => ({ id, alert: found.get(id) })), isPartial: false };
  }
  if (words.length > 0) {
    const what = query === undefined ? 'options that many match' : 'a --query';
    throw new CbError('Usage', `name alerts, or ${what}, not both`, {
      hint: '--status, --hostname and the like say which alerts are meant',
    });
  }
  const look = { name: 'alert', key: 'unique_id', noun: 'alerts', sort: 'created_time asc' } as const;
  return await alertsOf({ query, filters: filterTerms(choice), force }, look, context);
}

/** All alerts that match, but for those that the server sends without an id: nothing can be done with them. */
export async function alertsOf(
  wanted: Parameters<typeof everyHit>[1],
  look: Parameters<typeof everyHit>[2],
  context: QueryContext,
): Promise<FoundAlerts> {
  const { alerts } = await context.cb();
  const { hits, isPartial } = await everyHit(alerts, wanted, look, context);
  const items = hits.map(alerts.read).flatMap((alert) => (alert.id === '' ? [] : [{ id: alert.id, alert }]));
  const nameless = hits.length - items.length;
  if (nameless > 0) context.note(`${nameless} without an id left out: the server sent none`);
  return { items, isPartial: isPartial || nameless > 0 };
}

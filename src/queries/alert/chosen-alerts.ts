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
export async function chosenAlerts(
  choice: AlertChoice,
  context: QueryContext,
): Promise<readonly ChosenAlert[]> {
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
    return ids.map((id) => ({ id, alert: found.get(id) }));
  }
  if (words.length > 0) {
    const what = query === undefined ? 'options that many match' : 'a --query';
    throw new CbError('Usage', `name alerts, or ${what}, not both`, {
      hint: '--status, --hostname and the like say which alerts are meant',
    });
  }
  const look = { name: 'alert', key: 'unique_id', noun: 'alerts', sort: 'created_time asc' } as const;
  const found = await everyHit(alerts, { query, filters: filterTerms(choice), force }, look, context);
  return found.map(alerts.read).flatMap((alert) => (alert.id === '' ? [] : [{ id: alert.id, alert }]));
}

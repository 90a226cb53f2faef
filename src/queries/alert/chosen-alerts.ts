import type { Alert } from '../../api/wire/alert.ts';
import { CbError } from '../../errors/cb-error.ts';
import type { QueryContext } from '../context.ts';
import { everyHit } from '../index-search.ts';
import { idsOfWords } from '../linked-id.ts';

/** Options and operands by which alerts are chosen. */
export interface AlertChoice {
  readonly alert: readonly string[];
  readonly query: string | undefined;
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
export const choiceOption = { kind: 'text', value: 'Q', about: 'all that match this query' } as const;

/** Ids of alerts as they were typed, each once, in lower case. Kind `Usage` for what is none. */
export async function alertIds(words: readonly string[], context: QueryContext): Promise<readonly string[]> {
  const ids = (await idsOfWords(words, 'alert', context)).map((word) => word.toLowerCase());
  const wrong = ids.find((id) => !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id));
  if (wrong === undefined) return [...new Set(ids)];
  throw new CbError('Usage', `"${wrong}" is no id of an alert`, {
    hint: 'cbq alert lists them, with their ids in the last column',
  });
}

/** The alerts as the server has them now: those named, or all that the query finds. Kind `Usage` for both, and for neither. */
export async function chosenAlerts(
  { alert: words, query }: AlertChoice,
  context: QueryContext,
): Promise<readonly ChosenAlert[]> {
  const { alerts } = await context.cb();
  if (query === undefined) {
    if (words.length === 0) {
      throw new CbError('Usage', 'no alert was given', {
        hint: 'name some, or all that match with --query Q',
      });
    }
    const ids = await alertIds(words, context);
    const found = await alerts.byIds(ids, { signal: context.signal });
    return ids.map((id) => ({ id, alert: found.get(id) }));
  }
  if (words.length > 0) throw new CbError('Usage', 'name alerts, or a --query, not both');
  const look = { name: 'alert', key: 'unique_id', noun: 'alerts', sort: 'created_time asc' } as const;
  const found = await everyHit(alerts, query, [], look, context);
  return found.map(alerts.read).flatMap((alert) => (alert.id === '' ? [] : [{ id: alert.id, alert }]));
}

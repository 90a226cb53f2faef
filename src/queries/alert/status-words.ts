import type { AlertStatus } from '../../api/wire/alert.ts';
import { CbError } from '../../errors/cb-error.ts';

/** As an update wants them, to the letter (contract/alerts.md). */
const statuses: readonly AlertStatus[] = ['Unresolved', 'In Progress', 'Resolved', 'False Positive'];

/** As people type them: `in-progress`. */
const statusWords: readonly string[] = statuses.map((status) => status.toLowerCase().replaceAll(' ', '-'));

/** The status that a word means, in any case, with a blank, a hyphen or nothing between; spelt as the wire wants it. Kind `Usage`. */
export function statusOf(word: string): AlertStatus {
  const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');
  const found = statuses.find((status) => plain(status) === plain(word));
  if (found !== undefined) return found;
  throw new CbError('Usage', `"${word}" is no status of an alert`, {
    hint: `there are ${statusWords.join(', ')}`,
  });
}

export const completeStatus = (): readonly string[] => statusWords;

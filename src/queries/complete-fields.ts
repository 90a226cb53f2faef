import type { Column } from '../spec/result.ts';
import type { Completer } from '../spec/spec.ts';

/** For `--fields` of a list of these columns: their names on the wire. */
export function completeFields(columns: readonly Pick<Column<never>, 'field'>[]): Completer {
  return () => ['help', ...columns.map(({ field }) => field)];
}

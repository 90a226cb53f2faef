import { type ListForm, listForm, textOf } from './list-forms.ts';
import type { Snapshot, SnapshotList, SnapshotRow } from './snapshot-file.ts';

export interface Difference {
  readonly list: string;
  readonly change: 'new' | 'gone' | 'changed';
  readonly name: string;
  /** Undefined where there was none. */
  readonly was: string | undefined;
  readonly is: string | undefined;
}

export interface Compared {
  readonly differences: readonly Difference[];
  /** Lists that were not compared, and why. */
  readonly untold: readonly string[];
}

/** What is otherwise in `after`. Of two sensors what no two hosts have alike does not count. */
export function differences(before: Snapshot, after: Snapshot): Compared {
  const isSame = before.sensor.id === after.sensor.id && before.sensor.hostname === after.sensor.hostname;
  const all: Difference[] = [];
  const untold: string[] = [];
  for (const name of new Set([...Object.keys(before.lists), ...Object.keys(after.lists)])) {
    const [was, is] = [own(before.lists, name), own(after.lists, name)];
    const form = listForm(name);
    if (was === undefined || is === undefined)
      untold.push(`${name}: not compared: not in the ${was === undefined ? 'first' : 'second'} snapshot`);
    else if (form === undefined) untold.push(`${name}: not compared: not known`);
    else {
      for (const [words, list] of [
        ['first', was],
        ['second', is],
      ] as const)
        untold.push(...list.unread.map((one) => `in the ${words} snapshot: ${one}`));
      all.push(...listDifferences(name, form, isSame, was.rows, is.rows));
    }
  }
  return { differences: all, untold };
}

function own(lists: Snapshot['lists'], name: string): SnapshotList | undefined {
  return Object.hasOwn(lists, name) ? lists[name] : undefined;
}

/** In linear time: rows are paired by what makes them the same, those that are alike in all first. */
function listDifferences(
  list: string,
  form: ListForm,
  isSame: boolean,
  before: readonly SnapshotRow[],
  after: readonly SnapshotRow[],
): readonly Difference[] {
  const { key, compared } = isSame ? form.same : form.alike;
  const counted = (row: SnapshotRow): boolean => form.isDouble?.(row) !== true;
  const keyOf = (row: SnapshotRow): string => JSON.stringify(key(row));
  const wholeOf = (row: SnapshotRow): string =>
    JSON.stringify([key(row), compared.map((field) => row[field])]);
  const old = before.filter(counted);
  const { left: others, over: news } = pairOff(old, after.filter(counted), wholeOf);
  const changed: Difference[] = [];
  const { left: gone, over: come } = pairOff(others, news, keyOf, (was, is) => {
    const fields = compared.filter((field) => textOf(was, field) !== textOf(is, field));
    const words = (row: SnapshotRow) => fields.map((field) => `${field} ${textOf(row, field)}`).join(', ');
    if (fields.length > 0)
      changed.push({ list, change: 'changed', name: form.name(is), was: words(was), is: words(is) });
  });
  return [
    ...come.map(
      (row): Difference => ({
        list,
        change: 'new',
        name: form.name(row),
        was: undefined,
        is: form.words(row),
      }),
    ),
    ...gone.map(
      (row): Difference => ({
        list,
        change: 'gone',
        name: form.name(row),
        was: form.words(row),
        is: undefined,
      }),
    ),
    ...changed,
  ];
}

/** Each row of `after` takes one of `before` of the same word; what has none is left on its side. */
function pairOff(
  before: readonly SnapshotRow[],
  after: readonly SnapshotRow[],
  wordOf: (row: SnapshotRow) => string,
  onPair: (was: SnapshotRow, is: SnapshotRow) => void = () => undefined,
): { readonly left: readonly SnapshotRow[]; readonly over: readonly SnapshotRow[] } {
  const waiting = Map.groupBy(before, wordOf);
  const taken = new Map<string, number>();
  const over = after.filter((row) => {
    const word = wordOf(row);
    const at = taken.get(word) ?? 0;
    const was = waiting.get(word)?.[at];
    if (was === undefined) return true;
    taken.set(word, at + 1);
    onPair(was, row);
    return false;
  });
  return { left: [...waiting].flatMap(([word, rows]) => rows.slice(taken.get(word) ?? 0)), over };
}

import { CbError } from '../../errors/cb-error.ts';
import type { Cell, Column, RecordResult, Result, RowsResult } from '../../spec/result.ts';

/** What one server gave, or why it gave nothing. */
export type Answer =
  | { readonly profile: string; readonly result: Result }
  | { readonly profile: string; readonly failed: unknown };

/** A row of one of them; a failure is one, too. */
interface MergedRow {
  readonly profile: string;
  readonly source?: RowsResult<unknown>;
  readonly row?: unknown;
  readonly failed?: unknown;
}

const profileColumn: Column<MergedRow> = {
  field: 'profile',
  head: 'profile',
  of: ({ profile }) => profile,
  style: () => 'name',
  firm: true,
};

const errorColumn: Column<MergedRow> = {
  field: 'error',
  head: 'error',
  of: ({ failed }) =>
    failed === undefined ? null : failed instanceof Error ? failed.message : String(failed),
  style: () => 'bad',
};

/** The rows of all, one profile after the other, with a column that names it; one thing is a row. Kind `Usage` for what has no rows. */
export function mergeResults(answers: readonly Answer[], name: string): Result {
  const sources = answers.map((answer) =>
    'failed' in answer ? answer : { profile: answer.profile, source: rowsOf(answer.result, name) },
  );
  const given = sources.flatMap((each) => ('source' in each ? [each.source] : []));
  const columns = [profileColumn, ...mergedColumns(given), errorColumn];
  async function* merged(): AsyncGenerator<MergedRow> {
    for (const each of sources) {
      if ('failed' in each) {
        yield each;
        continue;
      }
      const { profile, source } = each;
      try {
        for await (const row of source.rows) yield { profile, source, row };
      } catch (failed) {
        yield { profile, failed };
      }
    }
  }
  const [first] = given;
  const result: RowsResult<MergedRow> = {
    type: 'rows',
    rows: merged(),
    columns,
    noun: first?.noun ?? 'rows',
    wide: given.some(({ wide }) => wide === true),
    toldBy: 'error',
    outcome: ({ failed, source, row }) =>
      failed === undefined ? (source?.outcome?.(row) ?? 'done') : { failed },
    object: (each) => objectOf(each, columns),
    isPartial: () => given.some(({ isPartial }) => isPartial?.() === true),
    notes: () =>
      sources.flatMap((each) =>
        'source' in each ? (each.source.notes?.() ?? []).map((said) => `${each.profile}: ${said}`) : [],
      ),
    ...(first?.form === undefined ? {} : { form: first.form }),
  };
  return result as unknown as Result;
}

function rowsOf(result: Result, name: string): RowsResult<unknown> {
  if (result.type === 'rows' && result.into === undefined) return result as unknown as RowsResult<unknown>;
  if (result.type === 'record') return rowOfRecord(result);
  throw new CbError('Usage', `this of ${name} is no list: it goes to one profile at a time`, {
    hint: 'name one with -p NAME',
  });
}

function rowOfRecord({ value, columns, isPartial }: RecordResult): RowsResult<unknown> {
  return { type: 'rows', rows: [value], columns, noun: 'objects', isPartial };
}

/** By their fields, in the order in which they come: what one server does not have is blank for it. */
function mergedColumns(given: readonly RowsResult<unknown>[]): readonly Column<MergedRow>[] {
  const merged = new Map<string, Column<MergedRow>>();
  for (const { columns } of given) {
    for (const column of columns) {
      if (!merged.has(column.field)) merged.set(column.field, mergedColumn(column));
    }
  }
  return [...merged.values()];
}

function mergedColumn(column: Column<unknown>): Column<MergedRow> {
  const { of: _of, show, style, plain, lines: _lines, localFile: _file, member: _member, ...rest } = column;
  const own = ({ source, row }: MergedRow): Own => {
    const found = source?.columns.find(({ field }) => field === column.field);
    return found === undefined ? undefined : { column: found, row };
  };
  const cellOf = (each: MergedRow): Cell => {
    const found = own(each);
    return found?.column.of(found.row) ?? null;
  };
  return {
    ...rest,
    of: cellOf,
    ...(show === undefined ? {} : { show: (each) => shownOf(own(each)) }),
    ...(style === undefined ? {} : { style: (each) => styleOf(own(each)) }),
    ...(plain === undefined ? {} : { plain: (each) => plainOf(own(each)) }),
  };
}

type Own = { readonly column: Column<unknown>; readonly row: unknown } | undefined;

function shownOf(own: Own): string {
  if (own === undefined) return '';
  const { column, row } = own;
  const value = column.of(row);
  return column.show?.(row) ?? (value === null || value === undefined ? '' : String(value));
}

function plainOf(own: Own): Cell {
  return own === undefined ? null : (own.column.plain ?? own.column.of)(own.row);
}

function styleOf(own: Own): ReturnType<NonNullable<Column<unknown>['style']>> {
  return own?.column.style?.(own.row);
}

/** As json has it without `--fields`: what stands for the row, with the profile in front. */
function objectOf(each: MergedRow, columns: readonly Column<MergedRow>[]): Readonly<Record<string, Cell>> {
  const { profile, source, row, failed } = each;
  if (failed !== undefined) return { profile, error: errorColumn.of(each) };
  const own =
    source?.object?.(row) ??
    Object.fromEntries(columns.slice(1, -1).map((column) => [column.field, column.of(each)]));
  return { profile, ...own };
}

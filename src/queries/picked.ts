import { type CbError, isCbError } from '../errors/cb-error.ts';
import { type Kind, pickNamed } from '../ops/named.ts';
import type { Column, Result } from '../spec/result.ts';
import { type BulkRows, bulk } from '../views/bulk-rows.ts';
import type { QueryContext } from './context.ts';
import { idsOfWords, type NamedKind } from './linked-id.ts';

/**
 * The objects that the words of an operand name, by id or name, each once and in the order typed; `-` stands for stdin. Errors as those
 * of `pickNamed` and `idsOfWords`: one unknown word, and none is worked with.
 */
export async function picked<T>(
  words: readonly string[],
  kind: Kind<T> & { readonly noun: NamedKind },
  list: () => Promise<readonly T[]>,
  context: Pick<QueryContext, 'runtime' | 'signal' | 'server' | 'note'>,
): Promise<readonly T[]> {
  return (await pickedEach(words, kind, list, context)).map((target) => {
    if (target.failed !== undefined) throw target.failed;
    return target.object;
  });
}

/** What a word of bulk work names; or why it names nothing, which is the failure of a row of its own. */
export type Target<T> = Found<T> | Missing;

interface Found<T> {
  readonly object: T;
  readonly failed?: undefined;
}

interface Missing {
  readonly object?: undefined;
  /** As it was typed; a number where ids of its kind are numbers. */
  readonly typed: string | number;
  readonly failed: CbError;
}

/** As `picked`, for bulk work: what names nothing, or several, hinders none of the others. Kind `Usage` for an empty word. */
export async function pickedEach<T>(
  words: readonly string[],
  kind: Kind<T> & { readonly noun: NamedKind },
  list: () => Promise<readonly T[]>,
  context: Pick<QueryContext, 'runtime' | 'signal' | 'server' | 'note'>,
): Promise<readonly Target<T>[]> {
  const names = new Set((await idsOfWords(words, kind.noun, context)).map((name) => name.trim()));
  if (names.size === 0) return [];
  const all = await list();
  const byId = new Map(all.map((each) => [String(kind.idOf(each)), each]));
  const [first] = all;
  const isNumber = first !== undefined && typeof kind.idOf(first) === 'number';
  const seen = new Set<T>();
  return [...names].flatMap((name): readonly Target<T>[] => {
    try {
      const object = (name === '' ? undefined : byId.get(name)) ?? pickNamed(all, name, kind);
      if (seen.has(object)) return [];
      seen.add(object);
      return [{ object }];
    } catch (failed) {
      if (name === '' || !isCbError(failed, 'NotFound', 'Usage')) throw failed;
      return [{ typed: isNumber && /^\d{1,15}$/.test(name) ? Number(name) : name, failed }];
    }
  });
}

/** Those that were found. */
export function objectsOf<T>(targets: readonly Target<T>[]): readonly T[] {
  return targets.flatMap((target) => (target.failed !== undefined ? [] : [target.object]));
}

/** `bulk` on what words name. A number that names nothing stands in the column `id` where there is one, any other word in the first of the rest. */
export function bulkNamed<T>(
  targets: readonly Target<T>[],
  work: Omit<BulkRows<T>, 'items'>,
  context: QueryContext,
): Result {
  const id = work.columns.find(({ field }) => field === 'id');
  const name = work.columns.find((column) => column !== id);
  const placeOf = ({ typed }: Missing): Column<T> | undefined =>
    id !== undefined && /^\d+$/.test(String(typed)) ? id : name;
  const ofTarget = (column: Column<T>): Column<Target<T>> => {
    const { of, show, style, lines: _lines, plain: _plain, localFile: _file, ...rest } = column;
    const said = (missing: Missing) => (placeOf(missing) === column ? missing.typed : undefined);
    return {
      ...rest,
      of: (target) => (target.failed === undefined ? of(target.object) : said(target)),
      ...(show === undefined
        ? {}
        : {
            show: (target) =>
              target.failed === undefined ? show(target.object) : String(said(target) ?? ''),
          }),
      ...(style === undefined
        ? {}
        : { style: (target) => (target.failed === undefined ? style(target.object) : undefined) }),
    };
  };
  return bulk(
    {
      ...work,
      items: targets,
      columns: work.columns.map(ofTarget),
      async act(target, signal) {
        if (target.failed !== undefined) throw target.failed;
        return await work.act(target.object, signal);
      },
    },
    context,
  );
}

import type { Kind } from '../ops/named.ts';
import { proven } from '../ops/proven.ts';
import type { ThingChange } from '../ports/keeper.ts';
import type { Column, Result } from '../spec/result.ts';
import { shortName } from '../text/short-name.ts';
import type { QueryContext } from './context.ts';
import { idAndName } from './id-and-name.ts';
import type { NamedKind } from './linked-id.ts';
import { bulkNamed, objectsOf, pickedEach } from './picked.ts';
import { refusedRemoval } from './refused-removal.ts';

interface Removal<T extends { readonly id: number | string }> {
  readonly list: (signal: AbortSignal) => Promise<readonly T[]>;
  readonly remove: (id: T['id'], signal: AbortSignal) => Promise<void>;
  /** What the question says of one beside its id. */
  readonly beside?: (object: T) => string | undefined;
  /** What is kept of one for undo. */
  readonly kept?: (object: T) => ThingChange;
  /** What to do where the server refuses it. */
  readonly hint?: (object: T) => string | undefined;
}

/** Removes what words name by id or name, after a question. */
export async function removeNamed<T extends { readonly id: number | string; readonly name: string }>(
  words: readonly string[],
  kind: Kind<T> & { readonly noun: NamedKind },
  { list, remove, beside, kept, hint }: Removal<T>,
  context: QueryContext,
): Promise<Result> {
  const targets = await pickedEach(words, kind, () => list(context.signal), context);
  const described = (each: T): string => {
    const more = beside?.(each);
    return `${kind.noun} "${shortName(each.name)}" (${each.id}${more === undefined ? '' : `, ${more}`})`;
  };
  const found = objectsOf(targets);
  if (found.length > 0) await context.ask.confirm(`remove ${found.map(described).join(', ')}?`);
  const columns: readonly Column<T>[] = idAndName;
  return bulkNamed(
    targets,
    {
      noun: `${kind.noun}s`,
      verb: 'removed',
      columns,
      async act(each, signal) {
        const isGone = async () => !(await list(signal)).some(({ id }) => id === each.id);
        const refused = refusedRemoval(`${kind.noun} "${each.name}"`, hint?.(each));
        const act = () => proven(() => remove(each.id, signal), isGone).catch(refused);
        await (kept === undefined ? act() : context.keeper.change([kept(each)], act));
        return { outcome: 'done' };
      },
    },
    context,
  );
}

import { type Kind, pickNamed } from '../ops/named.ts';
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
  context: Pick<QueryContext, 'runtime' | 'signal' | 'server'>,
): Promise<readonly T[]> {
  const names = await idsOfWords(words, kind.noun, context);
  const all = await list();
  const byId = new Map(all.map((each) => [String(kind.idOf(each)), each]));
  const found = new Map<string, T>();
  for (const name of names) {
    const one = (name === '' ? undefined : byId.get(name)) ?? pickNamed(all, name, kind);
    found.set(String(kind.idOf(one)), one);
  }
  return [...found.values()];
}

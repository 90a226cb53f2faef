import { itemsOf, type RegistryItem } from '../../live/registry-items.ts';
import type { Column, MayBePartial } from '../../spec/result.ts';
import { globTest } from '../../text/glob.ts';
import { wide } from '../../views/column-over.ts';
import type { VerbContext } from '../context.ts';
import { watchUnread } from '../watch-unread.ts';
import { itemColumn } from './item-columns.ts';

interface Wanted {
  readonly name: readonly string[];
  readonly type: 'f' | 'd' | undefined;
  readonly depth: number | undefined;
}

export const foundColumns: readonly Column<RegistryItem>[] = [
  itemColumn.type,
  itemColumn.data,
  wide(itemColumn.key),
  wide(itemColumn.subKey),
  wide(itemColumn.name),
  itemColumn.path,
];

/** Keys and values below a key, as they are found. A key that cannot be read is said, and what is below it left out. */
export function findItems(
  typed: string,
  { name, type, depth }: Wanted,
  { live, signal, note }: VerbContext,
): { readonly found: AsyncIterable<RegistryItem> } & Required<MayBePartial> {
  const unread = watchUnread(note);
  let isLeftOut = false;
  const tests = name.map((glob) => globTest(glob, 'windows'));
  async function* found(): AsyncGenerator<RegistryItem> {
    const start = live.registry.keyAt(typed);
    const keys = live.registry.walk(start, {
      signal,
      onUnread: unread.onUnread,
      onError(path, error) {
        isLeftOut = true;
        note(`left out ${path}: ${error instanceof Error ? error.message : String(error)}`);
      },
      ...(depth === undefined ? {} : { maxDepth: depth - 1 }),
    });
    for await (const key of keys) {
      for (const item of itemsOf(key)) {
        const isOfType = type === undefined || (type === 'd') === (item.value === undefined);
        if (isOfType && (tests.length === 0 || tests.some((test) => test(item.name)))) yield item;
      }
    }
  }
  return { found: found(), isPartial: () => isLeftOut || unread.isPartial() };
}

import { isCbError } from '../../errors/cb-error.ts';
import { regBytes } from '../../live/reg-data.ts';
import { itemPathOf, type RegistryItem } from '../../live/registry-items.ts';
import { type Column, type Result, record, rows } from '../../spec/result.ts';
import type { PathPattern } from '../../text/typed-glob.ts';
import type { VerbContext } from '../context.ts';
import { itemColumn } from './item-columns.ts';
import { openItems } from './items.ts';

interface Known extends RegistryItem {
  /** Of a key that can be read. */
  readonly subKeys?: number;
  readonly values?: number;
}

/** What is known of keys and values. */
export async function statItems(patterns: readonly PathPattern[], context: VerbContext): Promise<Result> {
  const { items, isPartial } = openItems(context);
  const known: Known[] = [];
  for (const pattern of patterns) {
    for (const item of await items.expand(pattern)) known.push(await counted(item, context));
  }
  const [only] = known;
  if (only !== undefined && known.length === 1) {
    const told = columns.filter((column) => column.of(only) !== undefined);
    return record(only, told, { isPartial });
  }
  return rows(known, columns, { noun: 'keys or values', isPartial });
}

async function counted(item: RegistryItem, { live, note, signal }: VerbContext): Promise<Known> {
  if (item.value !== undefined) return item;
  try {
    const { subKeys, values } = await live.registry.key(itemPathOf(item), signal);
    return { ...item, subKeys: subKeys.length, values: values.length };
  } catch (error) {
    if (!isCbError(error, 'CommandFailed', 'NotOnSensor', 'BadReply')) throw error;
    note(error.message);
    return item;
  }
}

const columns: readonly Column<Known>[] = [
  itemColumn.path,
  itemColumn.name,
  itemColumn.type,
  {
    field: 'size',
    head: 'size',
    of: ({ value }) => (value === undefined ? undefined : sizeOf(value)),
    as: 'bytes',
    align: 'right',
  },
  { field: 'sub_keys', head: 'subkeys', of: ({ subKeys }) => subKeys, align: 'right' },
  { field: 'values', head: 'values', of: ({ values }) => values, align: 'right' },
  itemColumn.data,
];

/** Bytes that the registry holds; null for data that is not of its type. */
function sizeOf(value: NonNullable<RegistryItem['value']>): number | null {
  const bytes = regBytes(value)?.bytes;
  if (bytes === undefined) return null;
  let size = 0;
  for (const piece of bytes) size += piece.length;
  return size;
}

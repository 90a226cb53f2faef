import { itemPathOf, type RegistryItem } from '../../live/registry-items.ts';
import type { Column } from '../../spec/result.ts';
import { shortKey } from '../../text/registry-path.ts';
import { dataCell, dataLines, shownData, shownName } from './value-columns.ts';

function shownPath(item: RegistryItem): string {
  const path = shortKey(itemPathOf(item));
  if (item.value === undefined) return path.endsWith('\\') ? path : `${path}\\`;
  return item.name === '' ? `${path}${shownName('')}` : path;
}

/** A subkey or value of a key by the wire's names, and where it is. */
export const itemColumn = {
  subKey: {
    field: 'sub_key',
    head: 'subkey',
    of: ({ name, value }) => (value === undefined ? name : undefined),
    style: () => 'name',
  },
  name: {
    field: 'value_name',
    head: 'value',
    of: ({ value }) => value?.name,
    show: ({ value }) => (value === undefined ? '' : shownName(value.name)),
  },
  type: { field: 'value_type', head: 'type', of: ({ value }) => value?.type, style: () => 'dim' },
  data: {
    field: 'value_data',
    head: 'data',
    of: ({ value }) => (value === undefined ? undefined : dataCell(value)),
    show: ({ value }) => (value === undefined ? '' : shownData(value)),
    lines: ({ value }) => (value === undefined ? undefined : dataLines(value)),
  },
  key: { field: 'key', head: 'in', of: ({ key }) => key, show: ({ key }) => shortKey(key) },
  /** As it is typed: a key ends with its separator. */
  path: {
    field: 'path',
    head: 'path',
    of: itemPathOf,
    show: shownPath,
    style: () => 'name',
    whole: true,
  },
} as const satisfies Record<string, Column<RegistryItem>>;

/** What is in one key. */
export const itemColumns: readonly Column<RegistryItem>[] = [
  itemColumn.subKey,
  itemColumn.name,
  itemColumn.type,
  { ...itemColumn.data, whole: true },
];

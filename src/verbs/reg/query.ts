import type { RegistryValue } from '../../live/registry.ts';
import { type Column, rows } from '../../spec/result.ts';
import { verb } from '../context.ts';
import { watchUnread } from '../watch-unread.ts';
import { dataCell, shownData, shownName } from './value-columns.ts';

/** A subkey or a value of the key. */
interface Item {
  readonly subKey?: string;
  readonly value?: RegistryValue;
}

export const regQuery = verb({
  name: 'reg query',
  about: 'list the subkeys and values of a registry key',
  group: 'registry',
  wire: ['reg enum key'],
  effect: 'reads',
  operands: { key: { kind: 'regKey', about: 'HKLM\\…, HKCU\\…, HKU\\…, HKCR\\… or HKCC\\…' } },
  options: {},
  search: ['registry', 'regedit', 'enum', 'list'],
  examples: [
    {
      line: 'reg query HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
      shows: 'what starts at logon',
    },
    {
      line: 'reg query "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion" --json',
      shows: 'a key with a blank',
    },
  ],

  async run({ key }, { live, signal, note }) {
    const { onUnread, isPartial } = watchUnread(note);
    const { subKeys, values } = await live.registry.key(key, signal, onUnread);
    const items: readonly Item[] = [
      ...subKeys.map((subKey) => ({ subKey })),
      ...values.map((value) => ({ value })),
    ];
    return rows(items, columns, { noun: 'subkeys or values', isPartial });
  },
});

const columns: readonly Column<Item>[] = [
  { field: 'sub_key', head: 'subkey', of: ({ subKey }) => subKey, style: () => 'name' },
  {
    field: 'value_name',
    head: 'value',
    of: ({ value }) => value?.name,
    show: ({ value }) => (value === undefined ? '' : shownName(value.name)),
  },
  { field: 'value_type', head: 'type', of: ({ value }) => value?.type, style: () => 'dim' },
  {
    field: 'value_data',
    head: 'data',
    of: ({ value }) => (value === undefined ? undefined : dataCell(value)),
    show: ({ value }) => (value === undefined ? '' : shownData(value)),
    whole: true,
  },
];

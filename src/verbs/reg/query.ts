import { itemsOf } from '../../live/registry-items.ts';
import { rows } from '../../spec/result.ts';
import { verb } from '../context.ts';
import { watchUnread } from '../watch-unread.ts';
import { itemColumns } from './item-columns.ts';

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
    const items = itemsOf(await live.registry.key(key, signal, onUnread));
    return rows(items, itemColumns, { noun: 'subkeys or values', isPartial });
  },
});

import { written } from '../../views/written.ts';
import { verb } from '../context.ts';
import { onHost } from '../named.ts';

export const regDelete = verb({
  name: 'reg delete',
  about: 'delete a registry value, or a key',
  details: 'The sensor deletes only a key without subkeys. KEY\\ is the default value of a key.',
  group: 'registry',
  wire: ['reg delete value', 'reg delete key'],
  effect: 'destroys',
  question: ({ value = '', key }, context) => {
    const { registry } = context.live;
    const what = key === undefined ? `value ${registry.shownValue(value)}` : `key ${registry.shownKey(key)}`;
    return `delete the ${what}${onHost(context)}?`;
  },
  operands: { value: { kind: 'regValue', optional: true, about: 'KEY\\VALUE' } },
  options: { key: { kind: 'regKey', value: 'KEY', about: 'delete this key' } },
  either: ['value', 'key'],
  search: ['registry', 'remove'],
  examples: [
    {
      line: 'reg delete HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Updater',
      shows: 'delete a value',
    },
    {
      line: 'reg delete --key HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunOnce',
      shows: 'delete a key',
    },
  ],

  async run({ value, key }, context) {
    const { registry } = context.live;
    if (key !== undefined) {
      const path = registry.keyAt(key);
      await registry.deleteKey(path, context.writes);
      return written(context, `the key ${path} is deleted`, { key: path });
    }
    const path = registry.shownValue(value ?? '');
    await registry.deleteValue(path, context.writes);
    return written(context, `the value ${path} is deleted`, { value_name: path });
  },
});

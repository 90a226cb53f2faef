import { deletedKey } from '../../undo/kinds/registry-key.ts';
import { noThing } from '../../undo/states.ts';
import { written } from '../../views/written.ts';
import { verb } from '../context.ts';
import { onHost } from '../named.ts';

export const regDelete = verb({
  name: 'reg delete',
  about: 'delete a registry value, or a key',
  details: 'The sensor deletes only a key without subkeys. KEY\\ is the default value of a key.',
  group: 'registry',
  wire: ['reg delete value', 'reg delete key'],
  wireAtTimes: ['reg query value', 'reg enum key'],
  undo: 'kept',
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
      await context.keeper.change(
        () => deletedKey(registry, path, context.signal),
        () => registry.deleteKey(path, context.writes),
      );
      return written(context, `the key ${path} is deleted`, { key: path });
    }
    const path = registry.shownValue(value ?? '');
    const at = registry.valueAt(value ?? '');
    const thing = { kind: 'registry value', path: `${at.key}\\${at.name}` } as const;
    await context.keeper.change([{ thing, left: noThing }], () => registry.deleteValue(path, context.writes));
    return written(context, `the value ${path} is deleted`, { value_name: path });
  },
});

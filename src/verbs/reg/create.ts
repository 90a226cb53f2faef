import { madeKeys } from '../../undo/kinds/registry-key.ts';
import { written } from '../../views/written.ts';
import { verb } from '../context.ts';

export const regCreate = verb({
  name: 'reg create',
  about: 'create a registry key',
  group: 'registry',
  wire: ['reg create key'],
  wireAtTimes: ['reg enum key'],
  undo: 'kept',
  effect: 'changes',
  operands: { key: { kind: 'regKey', about: 'HKLM\\…, HKCU\\…, HKU\\…, HKCR\\… or HKCC\\…' } },
  options: {},
  search: ['registry', 'add', 'new'],
  examples: [{ line: 'reg create HKLM\\SOFTWARE\\Acme', shows: 'create a key' }],

  async run({ key }, context) {
    const { registry } = context.live;
    const path = registry.keyAt(key);
    await context.keeper.change(
      () => madeKeys(registry, path, context.signal),
      () => registry.createKey(path, context.writes),
    );
    return written(context, `${path} is created`, { key: path });
  },
});

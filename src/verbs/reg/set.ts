import { registryData, registryTypes } from '../../live/registry-value.ts';
import type { Cell } from '../../spec/result.ts';
import { valueState } from '../../undo/kinds/registry-value.ts';
import { written } from '../../views/written.ts';
import { verb } from '../context.ts';
import { onHost } from '../named.ts';

export const regSet = verb({
  name: 'reg set',
  about: 'write a registry value',
  details:
    'Numbers are decimal or 0x…; REG_BINARY takes hex digits; REG_MULTI_SZ takes --data once for each string. ' +
    'A value that is there already is replaced only with --force.',
  group: 'registry',
  wire: ['reg set value'],
  wireAtTimes: ['reg query value'],
  undo: 'kept',
  effect: 'changes',
  effectOf: ({ force }) => (force ? 'destroys' : 'changes'),
  question: ({ value }, context) =>
    `replace ${context.live.registry.shownValue(value)}${onHost(context)} if it is there?`,
  operands: { value: { kind: 'regValue', about: 'KEY\\VALUE; KEY\\ for the default value' } },
  options: {
    type: { kind: 'choice', choices: registryTypes, value: 'T', about: 'type of the value (REG_SZ)' },
    data: { kind: 'text', repeat: true, value: 'D', about: 'its data' },
    force: { kind: 'flag', about: 'replace a value that is there' },
  },
  beyond: 'what is written stands behind --data: reg set KEY\\VALUE --data hello',
  search: ['registry', 'add', 'write'],
  examples: [
    {
      line: 'reg set HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\EnableLUA --type REG_DWORD --data 1 --force',
      shows: 'write a number, over what is there',
    },
    {
      line: 'reg set HKLM\\SOFTWARE\\Microsoft\\Hosts --type REG_MULTI_SZ --data a --data b',
      shows: 'write a list',
    },
  ],

  async run({ value: typed, type = 'REG_SZ', data: words, force }, context) {
    const { registry } = context.live;
    const data = registryData(type, words);
    const value = registry.shownValue(typed);
    const { key, name } = registry.valueAt(typed);
    const left = valueState({ type, data });
    await context.keeper.change([{ thing: { kind: 'registry value', path: `${key}\\${name}` }, left }], () =>
      registry.setValue(value, { type, data, overwrite: force }, context.writes),
    );
    const fields = { value_name: value, value_type: type, value_data: data as Cell };
    return written(context, `${value} is written`, fields);
  },
});

import { record } from '../../spec/result.ts';
import { verb } from '../context.ts';
import { valueColumns } from './value-columns.ts';

export const regGet = verb({
  name: 'reg get',
  about: 'show one registry value',
  details: 'A separator at the end means the default value of the key.',
  group: 'registry',
  wire: ['reg query value'],
  effect: 'reads',
  operands: { value: { kind: 'regValue', about: 'KEY\\VALUE' } },
  options: {},
  beyond: 'the value stands behind its key: reg get KEY\\VALUE',
  search: ['registry', 'read'],
  examples: [
    {
      line: 'reg get "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProductName"',
      shows: 'one value',
    },
    { line: 'reg get HKCR\\.txt\\', shows: 'the default value of a key' },
  ],

  async run({ value }, { live, signal }) {
    return record(await live.registry.value(value, signal), valueColumns);
  },
});

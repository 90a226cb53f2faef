import { text } from '../spec/result.ts';
import { verb } from './context.ts';

export const pwd = verb({
  name: 'pwd',
  about: 'show the directory of the shell on the sensor',
  group: 'files',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['where', 'cwd', 'directory'],
  examples: [{ line: 'pwd', shows: 'where relative paths begin' }],

  run(_input, { live }) {
    const { directory } = live;
    return text([`${directory}\n`], () => ({ fields: { directory } }));
  },
});

import { text } from '../spec/result.ts';
import { verb } from './context.ts';

export const pwd = verb({
  name: 'pwd',
  about: 'show where the shell stands on the sensor',
  group: 'files',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['where', 'cwd', 'directory'],
  examples: [{ line: 'pwd', shows: 'where relative paths begin' }],

  run(_input, { live }) {
    const directory = live.place.shown;
    return text([`${directory}\n`], () => ({ fields: { directory } }));
  },
});

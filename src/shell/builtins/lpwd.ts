import { text } from '../../spec/result.ts';
import { builtin } from '../shell-context.ts';

export const lpwd = builtin({
  name: 'lpwd',
  about: 'show the local directory',
  group: 'shell',
  effect: 'reads',
  operands: {},
  options: {},
  examples: [{ line: 'lpwd', shows: 'where fetched files go' }],

  run: (_input, { runtime }) => text([`${runtime.files.directory()}\n`]),
});

import { done } from '../../spec/result.ts';
import { builtin } from '../shell-context.ts';

export const lcd = builtin({
  name: 'lcd',
  about: 'change the local directory',
  details: 'Local paths of get, put, lls and of redirections, and local commands, start from it.',
  group: 'shell',
  effect: 'reads',
  operands: {
    directory: { kind: 'localPath', isFolder: true, optional: true, about: 'home when left out' },
  },
  options: {},
  examples: [{ line: 'lcd ~/cases/42', shows: 'files that are fetched go there' }],

  async run({ directory = '~' }, { runtime }) {
    const now = await runtime.files.changeDirectory(directory);
    return done(`the local directory is ${now}`, { directory: now });
  },
});

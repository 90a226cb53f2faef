import { alreadyShown } from '../../run/outcome.ts';
import { builtin } from '../shell-context.ts';

export const source = builtin({
  name: 'source',
  about: 'run the lines of a local file',
  details: 'The first verb that fails ends it. Lines that begin with # are comments.',
  group: 'shell',
  effect: 'reads',
  operands: { file: { kind: 'localPath', about: 'a local file of verbs, one line each' } },
  options: {},
  search: ['script', 'run', '.'],
  examples: [{ line: 'source triage.cblr', shows: 'run a file of verbs' }],

  async run({ file }, { runFile }) {
    return alreadyShown(await runFile(file));
  },
});

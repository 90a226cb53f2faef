import { mustBeSaved } from '../../ops/saved-query/query-folder.ts';
import { done } from '../../spec/result.ts';
import { query } from '../context.ts';
import { savedOperand } from './saved-operand.ts';

export const queryRemove = query({
  name: 'query rm',
  aliases: ['query remove'],
  about: 'remove a saved query with its file',
  group: 'processes',
  effect: 'destroys',
  isLocal: true,
  question: ({ name }) => `remove the saved query ${name}?`,
  operands: { name: savedOperand },
  options: {},
  search: ['delete', 'forget'],
  examples: [{ line: 'cbq query rm runs-on --yes', shows: 'without a question' }],
  async run({ name }, { runtime, queryFolder, dryRun }) {
    const path = await mustBeSaved(runtime.files, queryFolder(), name);
    if (dryRun) return done(`would remove ${path}`, { name, path });
    await runtime.files.remove(path);
    return done(`${path} is removed`, { name, path });
  },
});

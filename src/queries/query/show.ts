import { savedQuery } from '../../ops/saved-query/query-folder.ts';
import { record } from '../../spec/result.ts';
import { query } from '../context.ts';
import { savedColumns } from './columns.ts';
import { savedOperand } from './saved-operand.ts';

export const queryShow = query({
  name: 'query show',
  about: 'show a saved query: what it searches, its parameters, its file',
  group: 'processes',
  effect: 'reads',
  isLocal: true,
  operands: { name: savedOperand },
  options: {},
  search: ['saved', 'cat'],
  examples: [{ line: 'cbq query show runs-on', shows: 'the query and the file that it is in' }],
  fields: () => savedColumns,
  async run({ name }, { runtime, queryFolder }) {
    return record(await savedQuery(runtime.files, queryFolder(), name), savedColumns);
  },
});

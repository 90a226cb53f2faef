import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { query } from '../context.ts';
import { investigationColumns } from './columns.ts';

export const investigationList = query({
  name: 'investigation',
  aliases: ['investigation list'],
  about: 'list the investigations of the console',
  group: 'server',
  effect: 'reads',
  operands: {},
  options: arrayOptions,
  conflicts: arrayConflicts,
  search: ['case', 'tag'],
  examples: [
    { line: 'cbq investigation', shows: 'all of them' },
    { line: "cbq investigation --sort 'last_updated desc' --limit 5", shows: 'those that somebody works on' },
  ],
  fields: () => investigationColumns,
  async run(input, { cb, signal }) {
    const all = await (await cb()).investigations.list({ signal });
    return arrayList(all, input, { columns: investigationColumns, noun: 'investigations' });
  },
});

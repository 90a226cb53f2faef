import { banColumns, banObject } from '../../views/ban-columns.ts';
import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { query } from '../context.ts';

export const banList = query({
  name: 'ban',
  aliases: ['ban list'],
  about: 'list the hashes on the ban list, all of them',
  details:
    'Disabled bans are on the list, too: the server keeps their records. What is banned does not run on any sensor whose group has banning switched on.',
  group: 'bans',
  effect: 'reads',
  operands: {},
  options: {
    ...arrayOptions,
    limit: { kind: 'integer', value: 'N', about: 'at most so many; all when not said' },
    all: { kind: 'flag', about: 'all of them, as without --limit' },
  },
  conflicts: arrayConflicts,
  search: ['banned', 'blacklist', 'block', 'hashes', 'blocked'],
  examples: [
    { line: 'cbq ban --sort "block_count desc" --limit 10', shows: 'what sensors stopped most often' },
    {
      line: 'cbq ban list -o csv',
      shows: 'the whole list with its texts, for a spreadsheet or ban add --file',
    },
  ],
  async run(input, { cb, runtime, signal, note }) {
    const { bans: api } = await cb();
    const task = runtime.progress.start('reading the ban list');
    const { bans, isCut } = await api.list({ signal }).finally(() => task.stop());
    if (isCut) note(`the server gives ${bans.length} bans and no more: there may be others`);
    return arrayList(
      bans,
      { ...input, all: input.limit === undefined },
      {
        columns: banColumns,
        noun: 'bans',
        object: banObject,
      },
    );
  },
});

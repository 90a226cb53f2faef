import type { Ban } from '../../api/wire/ban.ts';
import { rows } from '../../spec/result.ts';
import { banColumns, banObject } from '../../views/ban-columns.ts';
import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { type QueryContext, query } from '../context.ts';

export const banList = query({
  name: 'ban',
  aliases: ['ban list'],
  about: 'list the hashes on the ban list, all of them',
  details:
    'Disabled bans are on the list, too: the server keeps their records. What is banned does not run on any sensor whose group has banning switched on.',
  group: 'bans',
  effect: 'reads',
  operands: {},
  beyond: 'cbq ban show MD5 tells of one, cbq ban add MD5 bans it',
  options: {
    enabled: { kind: 'flag', about: 'only what is banned now' },
    disabled: { kind: 'flag', about: 'only what is let run again: bans that were disabled' },
    ...arrayOptions,
    limit: { kind: 'integer', value: 'N', about: 'at most so many; all when not said' },
    all: { kind: 'flag', about: 'all of them, as without --limit' },
  },
  conflicts: [['enabled', 'disabled'], ...arrayConflicts],
  fields: () => banColumns,
  search: ['banned', 'blacklist', 'block', 'hashes', 'blocked'],
  examples: [
    { line: 'cbq ban --sort "block_count desc" --limit 10', shows: 'what sensors stopped most often' },
    { line: 'cbq ban --disabled', shows: 'what was banned once, and may run again' },
    {
      line: 'cbq ban list -o csv',
      shows: 'the whole list with its texts, for a spreadsheet',
    },
  ],
  async run(input, context) {
    const { cb, signal, note } = context;
    const { start = 0, limit = Number.POSITIVE_INFINITY } = input;
    const { bans } = await cb();
    const onCut = (count: number) => note(`the server gives ${count} bans and no more: there may be others`);
    const all = chosen(bans.all({ signal, onCut }), input);
    if (input.sort !== undefined || input.count || limit < 1 || start < 0) {
      const list = await reading(all, context);
      return arrayList(list, { ...input, all: input.limit === undefined }, look);
    }
    let total = 0;
    async function* wanted(): AsyncGenerator<Ban> {
      for await (const ban of all) {
        total += 1;
        if (total > start && total <= start + limit) yield ban;
      }
    }
    const { columns, ...how } = look;
    return rows(wanted(), columns, {
      isLong: true,
      ...how,
      notes: () => (total > start + limit ? [`${limit} of ${total} bans shown; --all shows the rest`] : []),
    });
  },
});

interface Choice {
  readonly enabled: boolean;
  readonly disabled: boolean;
}

async function* chosen(all: AsyncIterable<Ban>, { enabled, disabled }: Choice): AsyncGenerator<Ban> {
  for await (const ban of all) {
    if (ban.isEnabled ? !disabled : !enabled) yield ban;
  }
}

const look = { columns: banColumns, noun: 'bans', object: banObject };

async function reading(all: AsyncIterable<Ban>, { runtime }: QueryContext): Promise<readonly Ban[]> {
  const task = runtime.progress.start('reading the ban list');
  try {
    const list: Ban[] = [];
    for await (const ban of all) list.push(ban);
    return list;
  } finally {
    task.stop();
  }
}

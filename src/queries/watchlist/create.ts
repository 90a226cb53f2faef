import { CbError } from '../../errors/cb-error.ts';
import { checkQuery } from '../../ops/query-check.ts';
import type { KeptWatchlist } from '../../ops/watchlist-file.ts';
import { changesOf, nameKey } from '../../ops/watchlist-plan.ts';
import { watchlistTypes } from '../../text/watchlist-words.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { completeQuery, forceOption } from '../search-options.ts';
import { actionNamesOf } from './find.ts';
import { createWatchlist, groupingNote, rowColumns, rowOfKept, took } from './write.ts';

export const watchlistCreate = query({
  name: 'watchlist create',
  about: 'make a watchlist of a query',
  details:
    'A watchlist of the same name and type that is the same already is no error; one that differs is. Who gets the e-mails of --action email is said in the console.',
  group: 'watchlists',
  effect: 'changes',
  undo: 'kept',
  operands: { name: { kind: 'text', about: 'what it is called' } },
  options: {
    query: { kind: 'text', value: 'QUERY', about: 'what it watches for, as for cbq process or cbq binary' },
    type: { kind: 'choice', choices: watchlistTypes, about: 'what it looks at; process when not said' },
    action: {
      kind: 'list',
      choices: ['alert', 'email', 'syslog', 'http_post'],
      value: 'ACTION,ACTION',
      about: 'what a hit brings about; nothing but a tag when not said',
    },
    description: { kind: 'text', value: 'TEXT', about: 'what it is for' },
    disabled: { kind: 'flag', about: 'it does not run until it is enabled' },
    force: forceOption,
  },
  search: ['add', 'new', 'save'],
  examples: [
    {
      line: "cbq watchlist create '[WARN] Share mounted' --query 'process_name:net.exe cmdline:use' --action alert",
      shows: 'one that raises an alert on each hit',
    },
    {
      line: "cbq watchlist create 'Rare and unsigned' --type binary --query 'digsig_result:Unsigned host_count:1' --disabled",
      shows: 'one of binaries that does not run yet',
    },
  ],
  complete: { query: completeQuery('process') },
  async run({ name, query: typed, type = 'process', action, description = '', disabled, force }, context) {
    const { cb, signal, note } = context;
    if (name.trim() === '') throw new CbError('Usage', 'a watchlist needs a name');
    const text = typed?.trim() ?? '';
    if (text === '') {
      throw new CbError('Usage', 'a watchlist needs a query', {
        hint: "--query 'process_name:net.exe cmdline:use'",
      });
    }
    checkQuery(text, type, note, { force });
    const kept: KeptWatchlist = {
      id: undefined,
      name,
      type,
      description,
      query: text,
      isRaw: false,
      filters: [],
      isEnabled: !disabled,
      actions: [...new Set(action ?? [])],
    };
    const grouping = groupingNote(kept);
    if (grouping !== undefined) note(grouping);
    const { watchlists } = await cb();
    const there = (await watchlists.list({ signal })).filter((each) => nameKey(each) === nameKey(kept));
    return bulk(
      {
        items: [rowOfKept(kept)],
        noun: 'watchlists',
        verb: 'made',
        columns: rowColumns,
        async act(row, ending) {
          for (const each of there) {
            const actions = actionNamesOf(await watchlists.actions(each.id, { signal: ending }));
            if (changesOf(kept, each, actions).length > 0) continue;
            row.id = each.id;
            return { outcome: 'same' };
          }
          const [other] = there;
          if (other !== undefined) {
            throw new CbError('CommandFailed', `there is another ${type} watchlist "${name}": ${other.id}`, {
              hint: `cbq watchlist show ${other.id}; choose another name, or change it with cbq watchlist apply`,
            });
          }
          return took(row, undefined, await createWatchlist(kept, { ...context, signal: ending }));
        },
      },
      context,
    );
  },
});

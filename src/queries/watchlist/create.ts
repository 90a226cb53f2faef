import { CbError } from '../../errors/cb-error.ts';
import { checkQuery } from '../../ops/query-check.ts';
import type { KeptWatchlist } from '../../ops/watchlist-file.ts';
import { watchlistTypes } from '../../text/watchlist-words.ts';
import { query } from '../context.ts';
import { completeQuery, forceOption } from '../search-options.ts';
import { makeWatchlist } from './make.ts';

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
    const { note } = context;
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
    return await makeWatchlist(kept, context);
  },
});

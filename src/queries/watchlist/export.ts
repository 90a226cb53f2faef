import type { Watchlist } from '../../api/wire/watchlist.ts';
import { CbError } from '../../errors/cb-error.ts';
import { newFile } from '../../ops/new-file.ts';
import { writeWatchlistFile } from '../../ops/watchlist-file.ts';
import { fileOrder, keptOf, nameKey, sharedNames } from '../../ops/watchlist-plan.ts';
import { done, rows, text } from '../../spec/result.ts';
import { type QueryContext, query } from '../context.ts';
import { actionsOfAll, namedWatchlists, watchlistOperand } from './find.ts';

export const watchlistExport = query({
  name: 'watchlist export',
  about: 'write watchlists as a file that can be kept in git',
  details:
    'YAML, or JSON: names, decoded queries and actions in a stable order, and nothing that the server counts. cbq watchlist diff and apply read it. Ids are written where several watchlists have one name and type; with --ids always, which lets apply change names.',
  group: 'watchlists',
  effect: 'reads',
  operands: { watchlist: { ...watchlistOperand, optional: true } },
  options: {
    to: { kind: 'localPath', value: 'FILE', about: 'into this file, not to stdout' },
    format: {
      kind: 'choice',
      choices: ['yaml', 'json'],
      about: 'yaml when not said, or json for a file named so',
    },
    ids: { kind: 'flag', about: 'with the id of each on this server' },
    force: { kind: 'flag', about: 'replace the file of --to' },
  },
  search: ['backup', 'save', 'dump', 'yaml', 'git'],
  examples: [
    { line: 'cbq watchlist export --to server.yaml', shows: 'all of them, as a file' },
    { line: "cbq watchlist export 19 'Coin miner' --format json", shows: 'two of them, on stdout' },
  ],
  async run({ watchlist: words, to, format, ids, force }, context) {
    const { runtime, cb, signal } = context;
    if (force && to === undefined) throw new CbError('Usage', '--force goes with --to');
    const file = to === undefined ? undefined : await newFile(runtime.files, to, force);
    const { watchlists } = await cb();
    const all = await watchlists.list({ signal });
    const chosen = words.length === 0 ? all : await chosenOf(words, all, context);
    if (chosen.length === 0 && words.length > 0) return rows([], [], { noun: 'watchlists' });
    const content = await contentOf(chosen, all, { ids, format: format ?? formatOf(to) }, context);
    if (file === undefined) return text([content]);
    const size = await file.write(content);
    const what = chosen.length === 1 ? '1 watchlist is' : `${chosen.length} watchlists are`;
    return done(`${what} in ${file.path}`, { path: file.path, size, watchlists: chosen.length }, file.path);
  },
});

async function chosenOf(
  words: readonly string[],
  all: readonly Watchlist[],
  context: QueryContext,
): Promise<readonly Watchlist[]> {
  const ids = new Set((await namedWatchlists(words, context)).map(({ id }) => id));
  return all.filter(({ id }) => ids.has(id));
}

async function contentOf(
  chosen: readonly Watchlist[],
  all: readonly Watchlist[],
  { ids, format }: { readonly ids: boolean; readonly format: 'yaml' | 'json' },
  context: QueryContext,
): Promise<string> {
  const shared = sharedNames(all);
  const actions = await actionsOfAll(chosen, context);
  let untold = 0;
  const kept = [...chosen].sort(fileOrder).flatMap((watchlist) => {
    const known = actions.get(watchlist.id);
    const one = keptOf(watchlist, known, ids || shared.has(nameKey(watchlist)));
    if (one === undefined) {
      context.note(
        `watchlist ${watchlist.id} is left out: it has no name, or looks at what is not known here`,
      );
      return [];
    }
    if (known === undefined) untold += 1;
    return [one];
  });
  if (untold > 0) {
    context.note(
      `the server does not tell the actions of ${untold} watchlists: the file says nothing of them`,
    );
  }
  return await writeWatchlistFile(kept, format);
}

function formatOf(file: string | undefined): 'yaml' | 'json' {
  return file !== undefined && /\.json$/i.test(file) ? 'json' : 'yaml';
}

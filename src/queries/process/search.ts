import type { Cb } from '../../api/client.ts';
import type { Document } from '../../api/document.ts';
import type { SearchParams } from '../../api/page.ts';
import { CbError } from '../../errors/cb-error.ts';
import { mapAhead } from '../../ops/at-most.ts';
import { createJoins, type JoinKind } from '../../ops/joins.ts';
import { type ChainRow, processChain } from '../../ops/process-chain.ts';
import { createProcessLookup } from '../../ops/process-lookup.ts';
import { askingRows, checkQuery } from '../../ops/query-check.ts';
import { searchList } from '../../ops/search-list.ts';
import type { WantedSearch } from '../../ops/wanted-search.ts';
import type { InputOf } from '../../spec/params.ts';
import { type Result, rows } from '../../spec/result.ts';
import { queryFieldNames } from '../../text/query-fields.ts';
import { chainObject, joinColumns } from '../../views/chain-columns.ts';
import { documentObject, ofDocument } from '../../views/document-columns.ts';
import { processColumns } from '../../views/process-columns.ts';
import { type QueryContext, query } from '../context.ts';
import { countOrFacets } from '../index-search.ts';
import { wantedSearch } from '../linked-search.ts';
import {
  checkNames,
  completeSearch,
  extentOf,
  searchConflicts,
  searchOptions,
  sortOf,
} from '../search-options.ts';
import { countedFacets, countedOptions, isCounted } from './counted-facets.ts';
import { followConflicts, followOptions, followProcesses, isFollowed } from './follow.ts';
import { histogramConflicts, histogramOf, histogramOptions, isHistogram } from './histogram.ts';
import { pickConflicts, pickedQuery, pickOptions } from './pick.ts';
import { wireTime } from './wire-time.ts';

/** Hits whose parents and joins are asked for while the first of them is printed. */
const hitsAhead = 32;

const from = (clock: string) =>
  ({ kind: 'timeMs', about: `with events after this time, by the clock of the ${clock}` }) as const;
const upTo = (clock: string) =>
  ({
    kind: 'timeMs',
    isEnd: true,
    about: `with events up to this time, by the clock of the ${clock}`,
  }) as const;

/** Also those of `cbq watchlist run`. */
export const processOptions = {
  groupBy: { kind: 'text', value: 'FIELD', about: 'one row for each value; id for one a process' },
  minLastUpdate: from('sensor'),
  maxLastUpdate: upTo('sensor'),
  minLastServerUpdate: from('server'),
  maxLastServerUpdate: upTo('server'),
  comprehensive: { kind: 'flag', about: 'terms may be met by different segments; slower' },
  parents: { kind: 'flag', about: 'each hit with those who started it, up to the kernel' },
  with: {
    kind: 'list',
    choices: ['sensor', 'group', 'binary'],
    value: 'KIND,KIND',
    about: 'columns of other resources',
  },
  ...countedOptions,
  ...histogramOptions,
  ...pickOptions,
  ...followOptions,
  ...searchOptions,
} as const;

export const processConflicts = [
  ...searchConflicts,
  ...followConflicts,
  ...histogramConflicts,
  ...pickConflicts,
  ['count', 'parents'],
  ['count', 'with'],
  ['facet', 'parents'],
  ['facet', 'with'],
] as const;

export const processSearch = query({
  name: 'process',
  aliases: ['process search', 'process list'],
  about: 'search processes by what they are and what they did',
  details:
    'The query is the one of the console: process_name:net.exe cmdline:use -username:SYSTEM. From server 6.0 on every row is a segment of a process; --group-by id gives one row for each process.',
  group: 'processes',
  effect: 'reads',
  operands: {
    query: {
      kind: 'text',
      many: true,
      optional: true,
      about: 'what to search for; everything when not said',
    },
  },
  options: processOptions,
  conflicts: processConflicts,
  search: ['proc', 'hunt', 'find', 'query'],
  examples: [
    { line: 'cbq process process_name:net.exe --group-by id', shows: 'each run of net.exe once' },
    {
      line: "cbq process '-path:c:\\windows*' --min-last-update=-24h --sort 'start desc'",
      shows: 'the newest processes of a day from outside of the Windows folder',
    },
    {
      line: 'cbq process hostname:fin-ws-20 --facet process_name,username',
      shows: 'bars of the most common names',
    },
    {
      line: 'cbq process --facet process_name --rare --by-hosts --group-by id',
      shows: 'what runs on the fewest sensors, of all hits',
    },
    {
      line: 'cbq process process_name:net.exe --group-by id --parents --with group,binary',
      shows: 'who started it, from which group of sensors, and who signed what ran',
    },
    {
      line: 'cbq process process_name:net.exe --histogram start/1d',
      shows: 'on which days it ran, as a chart',
    },
    { line: "cbq process 'netconn_count:[5 TO *]' --all -o ndjson", shows: 'all of them, for a script' },
    {
      line: 'cbq process process_name:net.exe --follow --min-last-server-update=-30d --until 18:00 --interval 5m --state net.json',
      shows:
        'what the server has heard of in a month, then each new hit, until six; typed again it goes on from there',
    },
  ],
  complete: { ...completeSearch('process'), groupBy: () => queryFieldNames('process') },
  fields: () => processColumns,

  async run({ query: words, ...input }, context) {
    const wanted = await wantedSearch(words, 'process', context);
    checkQuery(wanted.q, 'process', context.note);
    checkNames(input, 'process', context.note);
    return await searchProcesses(wanted, input, context);
  },
});

/** What `cbq process` gives for a search; `input` goes before what the search itself says. */
export async function searchProcesses(
  wanted: WantedSearch,
  input: InputOf<Record<never, never>, typeof processOptions>,
  context: QueryContext,
): Promise<Result> {
  const { cb, signal, note } = context;
  const { q: text } = wanted;
  const isOverTime = isHistogram(input);
  const { processes } = await cb();
  const sort = sortOf(input.sort) ?? wanted.sort;
  const params = { q: text, ...wanted.filters, ...(await filtersOf(input, context)) };
  const countNote = (total: number) => whatIsCounted(total, input.groupBy);
  const asked = { name: 'process', typed: text, params, countNote } as const;
  if (isCounted(input)) return await countedFacets({ text, params }, input, context);
  const told = await countOrFacets(processes, asked, input, context);
  if (told !== undefined) return told;
  if (input.pick !== undefined) return pickedQuery({ text, params }, input.pick, context);
  if (isOverTime) {
    const bound = await timeBound(params, context);
    return await histogramOf({ text, params: { ...params, ...bound } }, input, context);
  }
  if (isFollowed(input)) return await followProcesses({ text, params }, input, context);
  const extent = await extentOf(input, context);
  const until = extent.isPaged ? await timeBound(params, context) : {};
  const list = searchList(
    processes,
    { ...params, ...until, sort },
    { ...extent, ...rowsOf(input.groupBy), key: 'unique_id', signal },
  );
  const hits = askingRows(text, 'process', note, list.rows);
  if (input.parents || input.with !== undefined) {
    const how = { parents: input.parents, kinds: input.with ?? [] };
    return rows(chainsOf(hits, await cb(), how, context), joinColumns(how.kinds), {
      isLong: true,
      noun: 'processes',
      object: chainObject,
      notes: list.notes,
      isPartial: list.isPartial,
    });
  }
  return rows(hits, processColumns.map(ofDocument), {
    isLong: true,
    noun: 'processes',
    ...documentObject(),
    notes: list.notes,
    isPartial: list.isPartial,
  });
}

/** Of the server's own count. */
function whatIsCounted(total: number, groupBy: string | undefined): string | undefined {
  if (groupBy !== undefined) return 'the server counts what it groups: there may be fewer';
  return total > 1 ? 'the server counts segments: a process may have several' : undefined;
}

/** What a row is, for what is said of how many there are. */
function rowsOf(groupBy: string | undefined) {
  if (groupBy === undefined) return { noun: 'segments', isSegmented: true };
  return { noun: groupBy === 'id' ? 'processes' : 'rows', isGrouped: true };
}

interface How {
  readonly parents: boolean;
  readonly kinds: readonly JoinKind[];
}

/** Each hit, its parents behind it, with what is joined to each. */
async function* chainsOf(
  hits: AsyncIterable<Document>,
  cb: Cb,
  { parents, kinds }: How,
  { signal, note }: QueryContext,
): AsyncGenerator<ChainRow> {
  const lookup = createProcessLookup(cb, signal);
  const joins =
    kinds.length === 0 ? undefined : createJoins(cb, kinds, { turns: lookup.turns, signal, note });
  const chains = mapAhead(hits, hitsAhead, async ({ wire }): Promise<readonly ChainRow[]> => {
    const hit = cb.processes.read(wire);
    if (!parents) return [{ wire: hit.wire, depth: 0, joined: await joins?.(hit) }];
    const chain: ChainRow[] = [];
    for await (const row of processChain(lookup, hit, joins)) chain.push({ ...row, hitId: hit.id });
    return chain;
  });
  for await (const chain of chains) yield* chain;
}

interface Filters {
  readonly groupBy: string | undefined;
  readonly minLastUpdate: number | undefined;
  readonly maxLastUpdate: number | undefined;
  readonly minLastServerUpdate: number | undefined;
  readonly maxLastServerUpdate: number | undefined;
  readonly comprehensive: boolean;
}

/** The filters that came with 6.0: an older server would pass over them and answer something else. */
async function filtersOf(filters: Filters, { cb, signal }: QueryContext): Promise<SearchParams> {
  const params: SearchParams = {
    'cb.group': filters.groupBy,
    'cb.min_last_update': wireTime(filters.minLastUpdate, Math.floor),
    'cb.max_last_update': wireTime(filters.maxLastUpdate, Math.ceil),
    'cb.min_last_server_update': wireTime(filters.minLastServerUpdate, Math.floor),
    'cb.max_last_server_update': wireTime(filters.maxLastServerUpdate, Math.ceil),
    'cb.comprehensive_search': filters.comprehensive || undefined,
  };
  const used = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  const { serverInfo } = await cb();
  if (Object.keys(used).length === 0 || (await serverInfo.isAtLeast(6, 0, { signal }))) return used;
  const { version } = await serverInfo.info({ signal });
  throw new CbError('Unsupported', `the server is version ${version || 'unknown'}: these filters need 6.0`, {
    hint: 'leave out --group-by, --comprehensive and the times of updates; start:-24h in the query works everywhere',
  });
}

/**
 * An upper bound on the server's clock, so that what comes in meanwhile does not shift the pages. It lies up to two seconds ahead rather
 * than before: bounds are whole seconds, as is the clock by the Date of a reply, and what is there already must be within it.
 */
async function timeBound(params: SearchParams, { cb, signal }: QueryContext): Promise<SearchParams> {
  const { serverInfo, http } = await cb();
  const isOwn = params['cb.max_last_server_update'] !== undefined;
  if (isOwn || !(await serverInfo.isAtLeast(6, 0, { signal }))) return {};
  const { serverClock } = http;
  const slackMs = serverClock.aheadMs === undefined ? 0 : 1000;
  return { 'cb.max_last_server_update': wireTime(serverClock.nowMs() + slackMs, Math.ceil) };
}

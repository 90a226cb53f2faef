import type { WireObject } from '../../api/wire/read.ts';
import { searchList } from '../../ops/search-list.ts';
import type { InputOf } from '../../spec/params.ts';
import { type Cell, type Result, rows } from '../../spec/result.ts';
import { binaryColumns } from '../../views/binary-columns.ts';
import { type QueryContext, query } from '../context.ts';
import { countOrFacets } from '../index-search.ts';
import {
  askingRows,
  checkNames,
  checkQuery,
  completeQuery,
  extentOf,
  searchConflicts,
  searchOptions,
  sortOf,
  type WantedSearch,
} from '../search-options.ts';

export const binarySearch = query({
  name: 'binary',
  aliases: ['binary search', 'binary list'],
  about: 'search binaries by name, signature, version resource and prevalence',
  details:
    'The query is the one of the console: digsig_result:Unsigned host_count:1 observed_filename:temp*.',
  group: 'binaries',
  effect: 'reads',
  operands: {
    query: {
      kind: 'text',
      many: true,
      optional: true,
      about: 'what to search for; everything when not said',
    },
  },
  options: searchOptions,
  conflicts: searchConflicts,
  search: ['module', 'modules', 'hash', 'md5', 'signature'],
  examples: [
    { line: 'cbq binary digsig_result:Unsigned host_count:1', shows: 'unsigned, and on one sensor alone' },
    { line: 'cbq binary --facet digsig_publisher_facet', shows: 'who signed what runs here' },
  ],
  complete: { query: completeQuery('binary') },

  async run({ query: words, ...input }, context) {
    const q = words.join(' ').trim();
    checkQuery(q, 'binary', context.note);
    checkNames(input, 'binary', context.note);
    return await searchBinaries({ q }, input, context);
  },
});

/** What `cbq binary` gives for a search; `input` goes before what the search itself says. */
export async function searchBinaries(
  wanted: WantedSearch,
  input: InputOf<Record<never, never>, typeof searchOptions>,
  context: QueryContext,
): Promise<Result> {
  const { cb, signal, note } = context;
  const { q: text } = wanted;
  const { binaries } = await cb();
  const sort = sortOf(input.sort) ?? wanted.sort;
  const params = { q: text, ...wanted.filters };
  const told = await countOrFacets(binaries, { name: 'binary', typed: text, params }, input, context);
  if (told !== undefined) return told;
  const extent = await extentOf(input, context);
  const list = searchList(binaries, { ...params, sort }, { ...extent, key: 'md5', noun: 'binaries', signal });
  return rows(askingRows(text, 'binary', note, list.rows), binaryColumns, {
    noun: 'binaries',
    object: (wire: WireObject) => wire as Readonly<Record<string, Cell>>,
    notes: list.notes,
  });
}

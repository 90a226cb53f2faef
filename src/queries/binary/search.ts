import { checkQuery } from '../../ops/query-check.ts';
import type { WantedSearch } from '../../ops/wanted-search.ts';
import type { InputOf } from '../../spec/params.ts';
import type { Result } from '../../spec/result.ts';
import { binaryColumns } from '../../views/binary-columns.ts';
import { type QueryContext, query } from '../context.ts';
import { searchAsked } from '../index-search.ts';
import { wantedSearch } from '../linked-search.ts';
import { checkNames, completeSearch, searchConflicts, searchOptions } from '../search-options.ts';

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
  complete: { ...completeSearch('binary') },
  fields: () => binaryColumns,

  async run({ query: words, ...input }, context) {
    const wanted = await wantedSearch(words, 'binary', context);
    checkQuery(wanted.q, 'binary', context.note);
    checkNames(input, 'binary', context.note);
    return await searchBinaries(wanted, input, context);
  },
});

/** What `cbq binary` gives for a search; `input` goes before what the search itself says. */
export async function searchBinaries(
  wanted: WantedSearch,
  input: InputOf<Record<never, never>, typeof searchOptions>,
  context: QueryContext,
): Promise<Result> {
  const { binaries } = await context.cb();
  const { q, filters, sort } = wanted;
  const look = { key: 'md5', noun: 'binaries', columns: binaryColumns, sort } as const;
  const asked = { name: 'binary', typed: q, params: { q, ...filters } } as const;
  return await searchAsked(binaries, asked, input, look, context);
}

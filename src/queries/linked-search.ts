import { CbError } from '../errors/cb-error.ts';
import type { WantedSearch } from '../ops/wanted-search.ts';
import { searchOf } from '../ops/wanted-search.ts';
import { readSearchLink } from '../text/console-link.ts';
import type { QueryIndex } from '../text/query-fields.ts';
import type { QueryContext } from './context.ts';

import { ownWord } from './typed-words.ts';

/**
 * The search that the words of an operand mean: they are the query, or one of them is a link to a search in the console of this server.
 * Kind `Usage` for a link to another server, to another index, or to what is no search.
 */
export async function wantedSearch(
  words: readonly string[],
  index: QueryIndex,
  place: Pick<QueryContext, 'server'>,
): Promise<WantedSearch> {
  const [word = ''] = words;
  if (words.length !== 1 || !/^https?:\/\/\S+$/i.test(word.trim())) return { q: words.join(' ').trim() };
  const link = readSearchLink(await ownWord(word, place));
  if (link?.index === index) return searchOf(link.search);
  const found = link === undefined ? 'is no search of the console' : `searches for a ${link.index}`;
  throw new CbError('Usage', `the link ${found}, and a query of cbq ${index} is wanted`, {
    hint:
      link === undefined
        ? 'to search for its text, put it in quotes within the query: \'"https://…"\''
        : `cbq ${link.index} takes it`,
    context: { link: word },
  });
}

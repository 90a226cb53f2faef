import { CbError } from '../errors/cb-error.ts';
import { type LinkedKind, readConsoleLink } from '../text/console-link.ts';
import type { QueryContext } from './context.ts';
import { ownWord, typedWords } from './typed-words.ts';

/** What an operand may name. The console has places for the first ones only; a link is never the name of the others. */
export type NamedKind = LinkedKind | 'site' | 'user' | 'team' | 'feed' | 'partition' | 'filter' | 'event';

/**
 * What a word that names one object says: the id where it is a console link of this server, else the word without blanks around it.
 * Kind `Usage` for a link to another server, to another kind of object, and to none.
 */
export async function idOfWord(
  word: string,
  kind: NamedKind,
  place: Pick<QueryContext, 'server'>,
): Promise<string> {
  const own = (await ownWord(word, place)).trim();
  if (!/^https?:\/\//i.test(own)) return own;
  const link = readConsoleLink(own);
  if (link?.kind === kind) return link.id;
  const leads = link === undefined ? 'nowhere that is known here' : `to ${link.kind} ${link.id}`;
  throw new CbError('Usage', `the link leads ${leads}, and ${article(kind)} ${kind} is wanted`, {
    context: { link: own },
  });
}

/** The same for all words of an operand; `-` stands for those of stdin, one a line, or of its rows. None of an empty stdin, which is said. */
export async function idsOfWords(
  words: readonly string[],
  kind: NamedKind,
  place: Pick<QueryContext, 'runtime' | 'signal' | 'server' | 'note'>,
): Promise<readonly string[]> {
  const typed = await typedWords(words, kind, place);
  return await Promise.all(typed.map((word) => idOfWord(word, kind, place)));
}

/** The same for an operand that is one word. `Usage` where stdin holds several; undefined where it is empty, which is said. */
export async function onlyIdOfWord(
  word: string,
  kind: NamedKind,
  place: Pick<QueryContext, 'runtime' | 'signal' | 'server' | 'note'>,
): Promise<string | undefined> {
  const [id, ...others] = await idsOfWords([word], kind, place);
  if (others.length === 0) return id;
  const what = kind === 'binary' ? 'MD5' : kind;
  throw new CbError('Usage', `one ${what} is wanted, and stdin holds ${others.length + 1}`);
}

function article(kind: NamedKind): string {
  return kind === 'alert' || kind === 'investigation' || kind === 'event' ? 'an' : 'a';
}
